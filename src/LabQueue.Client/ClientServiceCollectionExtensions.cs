using LabQueue;
using LabQueue.Client;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the queue over HTTP to a host.</summary>
public static class ClientServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="QueueClient"/>, as itself and as the host's <see cref="IQueue"/>; one for the whole host.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says where the server is; what cannot work stops the start with a sentence.</param>
    /// <returns>Where to add what else a client may have.</returns>
    public static ClientBuilder AddLabQueueClient(
        this IServiceCollection services, Action<QueueClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<QueueClientOptions>()
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<QueueClientOptions>, QueueClientOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new QueueClient(
            provider.GetRequiredService<IOptions<QueueClientOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IQueue>(provider => provider.GetRequiredService<QueueClient>());
        return new ClientBuilder(services);
    }
}
