using System.Collections.Concurrent;
using LabQueue.Client;

namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>What a server has of tasks that consumers worked on.</summary>
/// <param name="Tasks">Everything about each task; null where it knows none.</param>
/// <param name="Ends">The ends of tasks.</param>
/// <param name="Stats">The queue in figures.</param>
internal sealed record ConsumedFacts(
    IReadOnlyDictionary<string, TaskDetails?> Tasks, IReadOnlyList<HistoryEntry> Ends, QueueStats Stats)
{
    private const int Page = 1_000;

    /// <summary>Reads them from a server that nobody else calls.</summary>
    public static async Task<ConsumedFacts> ReadAsync(
        QueueClient client, IEnumerable<string> uids, CancellationToken cancellationToken)
    {
        var tasks = new ConcurrentDictionary<string, TaskDetails?>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            uids, cancellationToken, async (uid, token) => tasks[uid] = await client.ExplainAsync(uid, token));
        var ends = new List<HistoryEntry>();
        HistoryPage page;
        do
        {
            var after = ends.Count == 0 ? (long?)null : ends[^1].Number;
            page = await client.HistoryAsync(new HistoryQuery { After = after, Limit = Page }, cancellationToken);
            ends.AddRange(page.Entries);
        }
        while (page.Entries.Count == Page);

        return new ConsumedFacts(tasks, ends, await client.StatsAsync(cancellationToken));
    }
}
