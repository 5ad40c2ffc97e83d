using Dispatch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddLabQueueClient(options =>
{
    options.BaseAddress = new Uri(builder.Configuration["server"]!);
    options.AuthKey = builder.Configuration["key"]!;
    options.Username = "queue_consumer";
});
builder.Services.AddSingleton(new SampleFolder(builder.Configuration["folder"]!));
builder.Services.AddLabQueueConsumer()
    .AddHandler<DispatchHandler>("task_action_dispatch")
    .AddHandler<SampleFileHandler>("task_sample_files");
await builder.Build().RunAsync();
