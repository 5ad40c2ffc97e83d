using System.Globalization;

namespace LabQueue.Web.Queue;

/// <summary>
/// Finds the tasks of a page. A search looks at so many tasks at most, however few of them fit; the page then offers to go on
/// from there, and answers quickly also where the queue is long.
/// </summary>
internal static class TaskFinder
{
    /// <summary>How many tasks a search looks at before it answers.</summary>
    public const int Reach = 4_000;

    private const int Batch = 500;

    /// <summary>Finds tasks that are in the queue, in its order.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="query">Which states, and where the page begins.</param>
    /// <param name="isWanted">Which tasks fit; null: all.</param>
    /// <param name="rows">How many to find.</param>
    /// <param name="before">How many tasks lie before the page.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<FoundTasks> LiveAsync(
        IQueue queue, TaskQuery query, Func<QueueTask, bool>? isWanted, int rows, int before, CancellationToken cancellationToken)
    {
        var found = new List<TaskRow>();
        var (after, read) = (query.After, 0);
        while (read < Reach)
        {
            var page = await queue.ListAsync(query with { After = after, Limit = isWanted is null ? rows : Batch }, cancellationToken);
            for (var index = 0; index < page.Tasks.Count; index++)
            {
                var task = page.Tasks[index];
                read++;
                if (isWanted?.Invoke(task) == false)
                {
                    continue;
                }

                found.Add(new TaskRow(task, task.Status == QueueTaskStatus.Failed ? 0 : before + read));
                if (found.Count == rows)
                {
                    // A place within the page that was read is found by a page that ends there.
                    var next = index + 1 == page.Tasks.Count
                        ? page.Next
                        : (await queue.ListAsync(query with { After = after, Limit = index + 1 }, cancellationToken)).Next;
                    return new FoundTasks(found, next, read);
                }
            }

            after = page.Next;
            if (after is null)
            {
                break;
            }
        }

        return new FoundTasks(found, after, read);
    }

    /// <summary>Finds tasks that ended.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="query">Which ends, from which on, and in which order.</param>
    /// <param name="isWanted">Which tasks fit; null: all.</param>
    /// <param name="rows">How many to find.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<FoundTasks> EndedAsync(
        IQueue queue, HistoryQuery query, Func<QueueTask, bool>? isWanted, int rows, CancellationToken cancellationToken)
    {
        var limit = isWanted is null ? rows + 1 : Batch;
        var found = new List<TaskRow>();
        var read = 0;
        while (true)
        {
            var page = await queue.HistoryAsync(query with { Limit = limit }, cancellationToken);
            for (var index = 0; index < page.Entries.Count; index++)
            {
                var entry = page.Entries[index];
                read++;
                if (isWanted?.Invoke(entry.Task) != false)
                {
                    found.Add(new TaskRow(entry.Task, 0, entry));
                }

                var isLast = index + 1 == page.Entries.Count && page.Entries.Count < limit;
                if (found.Count == rows || (isLast && found.Count > 0))
                {
                    return new FoundTasks(found, isLast ? null : PlaceOf(entry), read);
                }
            }

            if (page.Entries.Count < limit)
            {
                return new FoundTasks(found, null, read);
            }

            var last = page.Entries[^1];
            if (read >= Reach)
            {
                return new FoundTasks(found, PlaceOf(last), read);
            }

            query = query.NewestFirst ? query with { Before = last.Number } : query with { After = last.Number };
        }
    }

    private static string PlaceOf(HistoryEntry entry) => entry.Number.ToString(CultureInfo.InvariantCulture);
}
