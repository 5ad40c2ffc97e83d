using System.Diagnostics.Metrics;
using LabQueue.Client.Outbox;
using LabQueue.Client.Pool;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Client;

/// <summary>Says what a client of the queue has beside the calls themselves.</summary>
public sealed class ClientBuilder
{
    internal ClientBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a <see cref="QueueOutbox"/> over a store of the host's own, and sends from it for as long as the host runs.</summary>
    /// <param name="store">Makes the store.</param>
    public ClientBuilder AddOutbox(Func<IServiceProvider, IOutboxStore> store)
    {
        Services.TryAddSingleton(store);
        Services.TryAddSingleton(provider => new QueueOutbox(
            provider.GetRequiredService<QueueClient>(),
            provider.GetRequiredService<IOutboxStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<IMeterFactory>()));
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OutboxRelay>());
        return this;
    }

    /// <summary>
    /// Adds a <see cref="QueuePool"/>, which knows what is queued without asking, in the outbox of this host as well, and keeps it
    /// for as long as the host runs.
    /// </summary>
    public ClientBuilder AddPool()
    {
        Services.TryAddSingleton(provider => new QueuePool(
            provider.GetRequiredService<QueueClient>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<QueueOutbox>()));
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PoolKeeper>());
        return this;
    }
}
