using System.Collections.Concurrent;

namespace LabQueue.Web.Queue;

/// <summary>Knows how the queues are, so that no page waits for one that is away.</summary>
/// <param name="queues">The queues.</param>
/// <param name="time">The clock.</param>
internal sealed class QueueWatch(IPageQueues queues, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Look> _looks = new(StringComparer.Ordinal);

    /// <summary>How a site's queue was when it was looked at last; null: it has none, or its first answer takes long.</summary>
    public async ValueTask<QueueHealth?> OfAsync(string site)
    {
        if (queues.Of(site) is not { } queue)
        {
            return null;
        }

        var last = _looks.GetValueOrDefault(site);
        if (last is null || (last.Answer.IsCompleted && time.GetElapsedTime(last.Begun) > Fresh))
        {
            var before = last?.Answer.Result;
            _looks[site] = last = new Look(time.GetTimestamp(), before, AskAsync(queue, before));
        }

        if (!last.Answer.IsCompleted)
        {
            await Task.WhenAny(last.Answer, Task.Delay(Patience, time));
        }

        return last.Answer.IsCompleted ? await last.Answer : last.Before;
    }

    /// <summary>Somebody changed something here: the next page looks anew.</summary>
    public void Forget(string site) => _looks.TryRemove(site, out _);

    private async Task<QueueHealth> AskAsync(IQueue queue, QueueHealth? before)
    {
        using var enough = new CancellationTokenSource(Enough, time);
        try
        {
            var stats = await queue.StatsAsync(enough.Token);
            var consumers = await queue.ConsumersAsync(enough.Token);
            var settings = await queue.SettingsAsync(enough.Token);
            var alive = consumers.Where(consumer => time.GetUtcNow() - consumer.LastHeard <= QueueNotices.Silence).ToArray();
            NameStats[] untaken = [.. stats.Names.Where(name => name.Queued > 0 && !Array.Exists(alive, consumer => Takers.Takes(consumer, name.Name)))];
            return new QueueHealth
            {
                Untaken = untaken.Sum(name => name.Queued),
                UntakenName = untaken.FirstOrDefault()?.Name,
                IsQuiet = alive.Length > 0 && Array.TrueForAll(alive, consumer => consumer.Mode != ConsumerMode.Active),
                IsPaused = stats.Paused,
                IsOff = settings.DefaultChunkSize <= 0,
                Queued = stats.Queued,
                LastHeard = consumers.Count > 0 ? consumers.Max(consumer => consumer.LastHeard) : null,
            };
        }
        catch (Exception trouble)
        {
            // Whatever it was: the answer is kept, and would break every page that asks.
            return new QueueHealth { Trouble = trouble.Message, Since = before?.Since ?? time.GetUtcNow() };
        }
    }

    private sealed record Look(long Begun, QueueHealth? Before, Task<QueueHealth> Answer);
}
