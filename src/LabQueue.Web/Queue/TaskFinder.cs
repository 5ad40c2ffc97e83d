using System.Globalization;

namespace LabQueue.Web.Queue;

/// <summary>Finds the tasks of a page. Each list comes in the order of an index, so that no page reads more than it shows.</summary>
internal static class TaskFinder
{
    /// <summary>Tasks that are in the queue, in its order.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="query">Which states, and where the page begins.</param>
    /// <param name="before">How many tasks lie before the page.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<FoundTasks> LiveAsync(IQueue queue, TaskQuery query, int before, CancellationToken cancellationToken)
    {
        try
        {
            var page = await queue.ListAsync(query, cancellationToken);
            return new FoundTasks(
                [.. page.Tasks.Select((task, index) => new TaskRow(task, task.Status == QueueTaskStatus.Failed ? 0 : before + index + 1))],
                page.Next);
        }
        catch (ArgumentException) when (query.After is not null)
        {
            // Somebody's own idea of where a page ended: the list begins anew.
            return await LiveAsync(queue, query with { After = null }, 0, cancellationToken);
        }
    }

    /// <summary>Tasks that ended.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="query">Which ends, from which on, and in which order.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<FoundTasks> EndedAsync(IQueue queue, HistoryQuery query, CancellationToken cancellationToken)
    {
        var page = await queue.HistoryAsync(query with { Limit = query.Limit + 1 }, cancellationToken);
        var entries = page.Entries.Take(query.Limit).ToList();
        return new FoundTasks(
            [.. entries.Select(entry => new TaskRow(entry.Task, 0, entry))],
            entries.Count < page.Entries.Count ? entries[^1].Number.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Tasks that a search finds, the latest first.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="search">What to find.</param>
    /// <param name="after">Where the page begins, as the address has it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<FoundTasks> SearchAsync(IQueue queue, TaskSearch search, string? after, CancellationToken cancellationToken)
    {
        var page = await queue.FindTasksAsync(search with { Before = NumberOf(after) }, cancellationToken);
        return new FoundTasks(
            [.. page.Tasks.Select(found => new TaskRow(found.Task, 0, found.End))],
            page.Next?.ToString(CultureInfo.InvariantCulture))
        {
            IsSearch = true,
            Known = page.Known,
        };
    }

    /// <summary>Where a page begins, as the address has it; null: with the first.</summary>
    public static long? NumberOf(string? after) =>
        long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
