using System.Collections.Concurrent;
using LabQueue.Web;

namespace LabQueue.Host.Serving;

/// <summary>The queues that the pages of this process show, each made once.</summary>
/// <param name="find">The queue of a site; null: it has none.</param>
internal sealed class SiteQueues(Func<string, IQueue?> find) : IPageQueues
{
    private readonly ConcurrentDictionary<string, IQueue?> _queues = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IQueue? Of(string site) => _queues.TryGetValue(site, out var queue) ? queue : find(site) is { } found ? _queues.GetOrAdd(site, found) : null;
}
