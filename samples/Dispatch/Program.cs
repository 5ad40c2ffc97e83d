using Dispatch;
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
builder.Services.AddSingleton(new SampleFolder(builder.Configuration["folder"]!));
builder.Services.AddLabQueueConsumer()
    .AddHandler<DispatchHandler>("task_action_dispatch")
    .AddHandler<SampleFileHandler>("task_sample_files");
await builder.Build().RunAsync();
