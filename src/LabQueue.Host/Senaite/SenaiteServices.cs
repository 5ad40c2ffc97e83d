using LabQueue.Host.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Host.Senaite;

/// <summary>Adds the consumer of a SENAITE site to a host.</summary>
internal static class SenaiteServices
{
    /// <summary>How long the tasks in hand may take once the process is to stop.</summary>
    /// <remarks>The site goes on with what was cut short here, so it is worth a wait; systemd gives 90 s.</remarks>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long the whole stop may take.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(75);

    /// <summary>Adds it.</summary>
    /// <param name="services">The host's services, among them the queue.</param>
    /// <param name="options">What it was told.</param>
    /// <param name="key">The key that site and queue server share.</param>
    /// <param name="version">Program and version, for the monitor.</param>
    public static void AddSenaiteConsumer(
        this IServiceCollection services, ConsumeOptions options, string key, string version)
    {
        services.AddSingleton(provider =>
            new SenaiteSite(options.Senaite, key, options.ConsumerId, provider.GetRequiredService<TimeProvider>()));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        services
            .AddLabQueueConsumer(consumer =>
            {
                consumer.ConsumerId = options.ConsumerId;
                consumer.Concurrency = options.Concurrency;
                consumer.DrainTimeout = DrainTimeout;
                consumer.Version = version;
            })
            .AddFallback<SenaiteHandler>();
    }
}
