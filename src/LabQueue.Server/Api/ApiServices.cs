using LabQueue.Engine;
using LabQueue.Server.Access;
using LabQueue.Server.Hosting;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Server.Api;

/// <summary>What the routes work with.</summary>
internal sealed class ApiServices(
    IQueueStore store, Queues queues, Gate gate, Watchers watchers, TimeProvider time, IHostApplicationLifetime lifetime,
    Departure departure)
{
    public ISiteDirectory Sites { get; } = store;

    public Queues Queues { get; } = queues;

    public Gate Gate { get; } = gate;

    public Watchers Watchers { get; } = watchers;

    public TimeProvider Time { get; } = time;

    /// <summary>Begins before the stop: nothing that waits goes on waiting then.</summary>
    public Departure Departure { get; } = departure;

    /// <summary>Cancelled when the server stops: no more work is given out.</summary>
    public CancellationToken Stopping { get; } = lifetime.ApplicationStopping;
}
