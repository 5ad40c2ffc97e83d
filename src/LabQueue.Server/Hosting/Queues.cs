using System.Collections.Concurrent;
using LabQueue.Engine;

namespace LabQueue.Server.Hosting;

/// <summary>The queues of a store's sites, each made once.</summary>
public sealed class Queues
{
    private readonly IQueueStore _store;
    private readonly ConcurrentDictionary<string, IQueue> _queues = new(StringComparer.Ordinal);

    /// <summary>Hands out the queues of a store.</summary>
    public Queues(IQueueStore store) => _store = store;

    /// <summary>The queue of a site.</summary>
    /// <exception cref="KeyNotFoundException">There is no such site.</exception>
    public IQueue Of(string site)
    {
        if (_queues.TryGetValue(site, out var queue))
        {
            return queue;
        }

        return _queues.GetOrAdd(site, _store.Queue(site));
    }
}
