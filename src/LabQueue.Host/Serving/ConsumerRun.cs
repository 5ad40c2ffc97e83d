using LabQueue.Client;
using LabQueue.Consumer;
using LabQueue.Host.Administration;
using LabQueue.Host.Commands;
using LabQueue.Host.Configuration;
using LabQueue.Host.Senaite;
using LabQueue.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Host.Serving;

/// <summary>One life of a consumer that runs apart from its queue server: works until told to stop.</summary>
/// <param name="options">What it was told.</param>
/// <param name="terminal">Where it says so.</param>
/// <param name="time">The clock.</param>
/// <param name="logs">For the log.</param>
internal sealed class ConsumerRun(ConsumeOptions options, Terminal terminal, TimeProvider time, ILoggerFactory logs)
{
    /// <summary>Works until the token is cancelled.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            await using var app = Build();
            await Listening.StartAsync(app, "The consumer", options.Urls, stop);
            Announce(app);
            await app.WaitForShutdownAsync(stop);
            terminal.Line("Stopped.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            terminal.Line("Stopped before it worked.");
        }

        return ExitCode.Done;
    }

    private WebApplication Build()
    {
        var server = options.Server!;
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddTelemetry();
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<IQueue>(_ => new QueueClient(server, time));
        builder.Services.AddSenaiteConsumer(options, server.AuthKey, $"LabQueue {ServerDescriber.Version}");

        var app = builder.Build();
        app.StartTelemetry();
        var status = app.Services.GetRequiredService<ConsumerStatus>();
        app.MapGet("/healthz", context => HealthAnswer.SendAsync(context, "healthy"));
        app.MapGet("/readyz", context => HealthAnswer.SendAsync(context, status.Trouble is null ? "ready" : "not ready", status.Trouble));
        return app;
    }

    private void Announce(WebApplication app)
    {
        var server = options.Server!;
        Uri[] servers = [server.BaseAddress, .. server.OtherAddresses];
        terminal.Write(
            new
            {
                app.Urls,
                options.ConsumerId,
                options.Concurrency,
                QueueServer = server.BaseAddress,
                QueueServers = servers,
                options.Senaite,
                ServerDescriber.Version,
                Environment.ProcessId,
            },
            () =>
            {
                terminal.Line($"LabQueue {ServerDescriber.Version} works for {options.Senaite}, up to {options.Concurrency} tasks at once");
                terminal.Line($"Tasks come from {ServerAddresses.Named(servers)}, where this consumer is {options.ConsumerId}");
                terminal.Line($"Its health: {string.Join(" and ", app.Urls.Select(url => $"{url}/readyz"))}");
                terminal.Line("Stop it with Ctrl+C.");
            });
    }
}
