using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Web.Live;

/// <summary>
/// Tells all open pages of a site that something happened in its queue. It watches each queue once, however many pages are
/// open, and keeps nothing for those who read slowly: they hear of many things at once.
/// </summary>
internal sealed class LiveFeed(IPageQueues queues, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Lazy<Pulse>> _pulses = new(StringComparer.Ordinal);

    /// <summary>What beats whenever something happens in the site's queue; null: it has none.</summary>
    public Pulse? Of(string site) => queues.Of(site) is { } queue
        ? _pulses.GetOrAdd(site, _ => new Lazy<Pulse>(() => Start(queue))).Value
        : null;

    private Pulse Start(IQueue queue)
    {
        var pulse = new Pulse();
        _ = Task.Run(() => WatchAsync(queue, pulse, lifetime.ApplicationStopping));
        return pulse;
    }

    // A queue that cannot be watched is looked at every other second: the pages that open then are still up to date.
    private async Task WatchAsync(IQueue queue, Pulse pulse, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (var happened in queue.WatchAsync(null, stopping))
                {
                    pulse.Beat(happened.Number);
                }
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                pulse.Beat(0);
            }

            await Task.Delay(Retry, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
