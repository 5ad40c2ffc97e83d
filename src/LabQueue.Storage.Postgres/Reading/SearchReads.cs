using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Reading;

/// <summary>Finds tasks by words: looks at the latest tasks and ends until enough fit, and no further than so many.</summary>
/// <param name="tasks">What the queue has.</param>
/// <param name="records">What ended.</param>
/// <param name="search">What to find.</param>
/// <remarks>There is no index of words here: a page that is not full says where to go on, and finds the rest from there.</remarks>
internal sealed class SearchReads(TaskReads tasks, RecordReads records, TaskSearch search)
{
    private const int Batch = 500;
    private const int Reach = 4_000;

    private static readonly QueueTaskStatus[] Live = [QueueTaskStatus.Queued, QueueTaskStatus.Running, QueueTaskStatus.Failed];
    private static readonly QueueTaskStatus[] Ended = [QueueTaskStatus.Done, QueueTaskStatus.Cancelled, QueueTaskStatus.Deleted];

    private readonly SearchMatch _match = new(search);

    /// <summary>Finds a page.</summary>
    public async Task<TaskSearchPage> FindAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new List<FoundTask>();
        var (before, last) = (search.Before ?? long.MaxValue, 0L);
        for (var read = 0; read < Reach; read += Batch)
        {
            var batch = await ReadAsync(before, now, cancellationToken);
            foreach (var (number, task) in batch)
            {
                if (_match.Fits(task.Task))
                {
                    if (found.Count == search.Limit)
                    {
                        return new TaskSearchPage(found, last, now);
                    }

                    found.Add(task);
                }

                last = number;
            }

            if (batch.Count < Batch)
            {
                return new TaskSearchPage(found, null, now);
            }

            before = last;
        }

        return new TaskSearchPage(found, before, now);
    }

    private async Task<List<(long Number, FoundTask Task)>> ReadAsync(long before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var both = new List<(long Number, FoundTask Task)>();
        if (Wanted(Live) is { Length: > 0 } live)
        {
            var rows = await tasks.LatestAsync(live, before, Batch, cancellationToken);
            both.AddRange(rows.Select(row => (row.Id, new FoundTask(row.Task, End: null))));
        }

        if (Wanted(Ended) is { Length: > 0 } ended)
        {
            var query = new HistoryQuery { Statuses = ended, NewestFirst = true, Before = before, Limit = Batch };
            var page = await records.HistoryAsync(query, now, cancellationToken);
            both.AddRange(page.Entries.Select(entry => (entry.Number, new FoundTask(entry.Task, entry))));
        }

        return [.. both.OrderByDescending(row => row.Number).Take(Batch)];
    }

    private QueueTaskStatus[] Wanted(QueueTaskStatus[] statuses) =>
        [.. statuses.Where(status => search.Statuses.Count == 0 || search.Statuses.Contains(status))];
}
