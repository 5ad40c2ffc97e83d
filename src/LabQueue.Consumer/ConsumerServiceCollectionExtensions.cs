using LabQueue.Consumer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a consumer to a host.</summary>
public static class ConsumerServiceCollectionExtensions
{
    /// <summary>
    /// Adds a consumer that runs as long as the host. It takes its tasks from the <c>LabQueue.IQueue</c> among the services,
    /// which the host registers: in one process with the queue, or a <c>QueueClient</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options; what cannot work stops the start with a sentence.</param>
    /// <returns>Where to add the handlers.</returns>
    public static ConsumerBuilder AddLabQueueConsumer(
        this IServiceCollection services, Action<ConsumerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<ConsumerOptions>()
            .ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.FirstOrDefault(service => service.ServiceType == typeof(HandlerTable))?.ImplementationInstance
            is HandlerTable known)
        {
            return new ConsumerBuilder(services, known);
        }

        var table = new HandlerTable();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConsumerStatus>();
        services.TryAddSingleton<ConsumerMetrics>();
        services.AddSingleton(table);
        services.AddSingleton<IValidateOptions<ConsumerOptions>, ConsumerOptionsCheck>();
        services.AddSingleton<IHostedService, QueueConsumer>();
        return new ConsumerBuilder(services, table);
    }
}
