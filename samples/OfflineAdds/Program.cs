using LabQueue;
using LabQueue.Client.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services
    .AddLabQueueClient(options =>
    {
        options.BaseAddress = new Uri(builder.Configuration["server"]!);
        options.AuthKey = builder.Configuration["key"]!;
        options.Username = "admin";
    })
    .AddSqliteOutbox(builder.Configuration["outbox"]!);
using var host = builder.Build();
await host.StartAsync();

var outbox = host.Services.GetRequiredService<QueueOutbox>();
while (await Console.In.ReadLineAsync() is { } path)
{
    // From here on the task is on disk, and nothing loses it.
    var uids = await outbox.AddAsync([new NewTask("task_greet", TaskUid.Site, path)], new Actor("admin"), default);
    Console.WriteLine(uids[0]);
}

await host.WaitForShutdownAsync();
