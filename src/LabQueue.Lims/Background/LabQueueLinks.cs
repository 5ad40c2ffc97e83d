using System.Collections.Concurrent;

namespace LabQueue.Lims.Background;

/// <summary>The ways to the queues of the sites.</summary>
/// <param name="open">The queue of a site; null: the site has none.</param>
/// <param name="time">The clock.</param>
internal sealed class LabQueueLinks(Func<string, IQueue?> open, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, LabQueueLink> _links = new(StringComparer.Ordinal);

    /// <summary>A site's way to its queue.</summary>
    public LabQueueLink Of(string site) => _links.GetOrAdd(site, name => new LabQueueLink(open(name), time));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var link in _links.Values)
        {
            link.Dispose();
        }
    }
}
