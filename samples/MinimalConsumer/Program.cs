using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddLabQueueClient(options =>
{
    options.BaseAddress = new Uri(builder.Configuration["server"]!);
    options.AuthKey = builder.Configuration["key"]!;
    options.Username = "queue_consumer";
});
builder.Services.AddLabQueueConsumer().AddHandler("task_greet", (run, _) =>
{
    foreach (var uid in run.Chunk)
    {
        Console.WriteLine($"Hello {uid}, says {run.Task.Username}.");
    }

    return Task.CompletedTask;
});
await builder.Build().RunAsync();
