using LabQueue.Host.Administration;
using LabQueue.Host.Configuration;
using LabQueue.Host.Senaite;
using LabQueue.Lims;
using Microsoft.Extensions.DependencyInjection;

namespace LabQueue.Host.Serving;

/// <summary>The consumer that does the laboratory's tasks.</summary>
/// <param name="Id">Its name in the queue.</param>
/// <param name="Concurrency">How many tasks it works on at once.</param>
internal sealed record LabConsumer(string Id, int Concurrency)
{
    /// <summary>Reads what it was told.</summary>
    /// <exception cref="OptionException">An option has a value that it does not take.</exception>
    public static LabConsumer Read(OptionSource source, IReadOnlyList<string> urls) =>
        new(ConsumeOptions.ReadConsumerId(source, urls), ConsumeOptions.ReadConcurrency(source));

    /// <summary>Adds it to a host that has the laboratory.</summary>
    public void AddTo(IServiceCollection services, IQueue queue)
    {
        services.AddSingleton(queue);
        services
            .AddLabQueueConsumer(consumer =>
            {
                consumer.ConsumerId = Id;
                consumer.Concurrency = Concurrency;
                consumer.DrainTimeout = SenaiteServices.DrainTimeout;
                consumer.Version = $"LabQueue {ServerDescriber.Version}";
            })
            .AddLaboratoryHandlers();
    }
}
