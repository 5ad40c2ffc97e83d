using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Reading;

/// <summary>Lists tasks that are to start later, the earliest first.</summary>
internal static class ScheduledReads
{
    /// <summary>A page of them.</summary>
    public static TaskPage List(Database database, SiteState site, TaskQuery query, DateTimeOffset now)
    {
        var (readyAt, id) = query.After is { } cursor ? Read(cursor) : new StartKey(now.ToMicroseconds(), long.MaxValue);
        var row = database.Prepare(Sql.Scheduled).Bind(site.Id).Bind(readyAt).Bind(id);
        var tasks = new List<QueueTask>();
        while (row.Step())
        {
            if (tasks.Count == query.Limit)
            {
                row.Stop();
                return new TaskPage(tasks, new StartKey(readyAt, id).ToCursor());
            }

            readyAt = row.Int64();
            var task = TaskColumns.Read(row);
            id = task.Id;
            if (TaskReads.IsWanted(task.Task, query))
            {
                tasks.Add(task.Task);
            }
        }

        return new TaskPage(tasks, Next: null);
    }

    private static StartKey Read(string cursor) =>
        StartKey.TryReadCursor(cursor, out var key) ? key : throw new ArgumentException($"'{cursor}' is not where a page ended.", nameof(cursor));
}
