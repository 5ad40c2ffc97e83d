using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LabQueue.Engine;

/// <summary>Hands out what happened to all who watch. A slow watcher loses detail, and never slows the queue.</summary>
/// <remarks>Keeps the last 4,096 events, so that a watcher whose link broke can go on where it was.</remarks>
public sealed class EventFeed
{
    private const int Kept = 4_096;
    private const int PerWatcher = 1_024;

    private readonly Lock _gate = new();
    private readonly Queue<QueueEvent> _last = new(Kept);
    private readonly List<Channel<QueueEvent>> _watchers = [];

    /// <summary>How many watch now.</summary>
    public int Watchers
    {
        get
        {
            lock (_gate)
            {
                return _watchers.Count;
            }
        }
    }

    /// <summary>Hands out what is on disk by now.</summary>
    public void Publish(IReadOnlyList<QueueEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        lock (_gate)
        {
            foreach (var happened in events)
            {
                if (_last.Count == Kept)
                {
                    _last.Dequeue();
                }

                _last.Enqueue(happened);
                foreach (var watcher in _watchers)
                {
                    watcher.Writer.TryWrite(happened);
                }
            }
        }
    }

    /// <summary>What happens from now on, and before it what is still known behind a number.</summary>
    public async IAsyncEnumerable<QueueEvent> WatchAsync(
        long? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<QueueEvent>(
            new BoundedChannelOptions(PerWatcher) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        List<QueueEvent> missed;
        lock (_gate)
        {
            missed = after is { } number ? [.. _last.Where(happened => happened.Number > number)] : [];
            _watchers.Add(channel);
        }

        try
        {
            foreach (var happened in missed)
            {
                yield return happened;
            }

            await foreach (var happened in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return happened;
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(channel);
            }
        }
    }
}
