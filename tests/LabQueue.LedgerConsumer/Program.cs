using LabQueue;
using LabQueue.Client;
using LabQueue.LedgerConsumer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
string Setting(string name) => builder.Configuration[name] ?? throw new InvalidOperationException($"--{name} is missing.");
TimeSpan Milliseconds(string name) => TimeSpan.FromMilliseconds(int.Parse(Setting(name), provider: null));

using var ledger = new RunLedger(Setting("ledger"));
using var client = new QueueClient(new QueueClientOptions
{
    BaseAddress = new Uri(Setting("server")),
    AuthKey = Setting("key"),
    Username = "queue_consumer",
    Timeout = Milliseconds("timeout"),
    ConfigureHandler = handler => handler.UseProxy = false,
});
var pace = Milliseconds("pace");
builder.Services.AddSingleton<IQueue>(new ToldQueue(client, ledger));
builder.Services.AddLabQueueConsumer(options =>
{
    options.ConsumerId = Setting("id");
    options.Lease = Milliseconds("lease");
    options.Wait = Milliseconds("wait");
}).AddFallback<LedgerHandler>();
builder.Services.AddTransient(_ => new LedgerHandler(ledger, pace));
await builder.Build().RunAsync();
