using LabQueue;
using LabQueue.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IQueue>(_ => new QueueClient(new QueueClientOptions
{
    BaseAddress = new Uri(builder.Configuration["server"]!),
    AuthKey = builder.Configuration["key"]!,
    Username = "queue_consumer",
}));
builder.Services.AddLabQueueConsumer().AddHandler("task_greet", (run, _) =>
{
    foreach (var uid in run.Chunk)
    {
        Console.WriteLine($"Hello {uid}, says {run.Task.Username}.");
    }

    return Task.CompletedTask;
});
await builder.Build().RunAsync();
