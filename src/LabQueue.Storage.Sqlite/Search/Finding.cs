using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;
using LabQueue.Storage.Sqlite.Reading;

namespace LabQueue.Storage.Sqlite.Search;

/// <summary>A page of tasks that is being found.</summary>
/// <param name="site">The site.</param>
/// <param name="search">What to find.</param>
internal sealed class Finding(SiteState site, TaskSearch search)
{
    private readonly List<FoundTask> _tasks = [];
    private readonly HashSet<long> _seen = [];
    private long _last;

    /// <summary>Whether there is one more task than the page takes.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Takes what the queue still has of the rows of the index, until the page is full.</summary>
    public bool Take(Database queue, IEnumerable<(long Number, long Task)> rows)
    {
        foreach (var (number, task) in rows)
        {
            if (Load(queue, number, task) is not { } found || !SearchMatch.IsWanted(search, found.Task) || !_seen.Add(task))
            {
                continue;
            }

            IsFull = _tasks.Count == search.Limit;
            if (IsFull)
            {
                break;
            }

            _tasks.Add(found);
            _last = number;
        }

        return IsFull;
    }

    /// <summary>The page.</summary>
    /// <param name="before">Where the next look would begin; null: all was looked at.</param>
    /// <param name="known">What the index knows.</param>
    public TaskSearchPage ToPage(long? before, DateTimeOffset? known) => new(_tasks, IsFull ? _last : before, known);

    // The index may be seconds behind: the task is shown as it is now.
    private FoundTask? Load(Database queue, long number, long task)
    {
        var row = queue.Prepare(SearchSql.EndOfSite).Bind(task).Bind(site.Id);
        var end = row.Step() ? row.Int64() : -1;
        row.Stop();
        if (end < 0 || (number != task && end != number))
        {
            return null;
        }

        if (end == 0)
        {
            var live = TaskColumns.ReadFirst(queue.Prepare(Sql.ById).Bind(task));
            return live is null ? null : new FoundTask(TaskReads.WithLease(site, live).Task, End: null);
        }

        row = queue.Prepare(HistorySql.OfTask).Bind(site.Id).Bind(end).Bind(task);
        var entry = row.Step() ? TaskColumns.ReadEnd(row).Entry : null;
        row.Stop();
        return entry is null ? null : new FoundTask(entry.Task, entry);
    }
}
