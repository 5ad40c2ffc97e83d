using System.Text;
using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Reading;

/// <summary>Look-ups and lists of tasks that are in the queue.</summary>
internal static class TaskReads
{
    /// <summary>The task of a uid.</summary>
    public static TaskRow? Find(Database database, SiteState site, string uid)
    {
        if (site.Live.Find(uid) is not { } id)
        {
            return null;
        }

        var found = TaskColumns.ReadFirst(database.Prepare(Sql.ById).Bind(id));
        return found?.Task.Status < QueueTaskStatus.Done ? WithLease(site, found) : null;
    }

    /// <summary>A page of tasks in the queue's order.</summary>
    public static TaskPage List(Database database, SiteState site, TaskQuery query)
    {
        var tasks = new List<QueueTask>();
        OrderKey last = default;
        foreach (var row in Ordered(database, site, query.Statuses, KeyOf(query.After)))
        {
            if (tasks.Count == query.Limit)
            {
                return new TaskPage(tasks, last.ToCursor());
            }

            last = row.Key;
            if (IsWanted(row.Task, query))
            {
                tasks.Add(row.Task);
            }
        }

        return new TaskPage(tasks, null);
    }

    /// <summary>The tasks in these states in the queue's order, read as far as the caller goes.</summary>
    public static IEnumerable<TaskRow> Ordered(
        Database database, SiteState site, IReadOnlyList<QueueTaskStatus> statuses, OrderKey after)
    {
        // Each status is read in order by a statement of its own; the best of their heads comes next.
        var heads = new PriorityQueue<(TaskRow Row, Statement Source), OrderKey>();
        try
        {
            foreach (var status in statuses.Distinct().Where(IsLive))
            {
                var source = database.Prepare(PageSql[(int)status])
                    .Bind(site.Id).Bind(TaskColumns.StateOf(status))
                    .Bind(after.Rank).Bind(after.Due).Bind(after.ContextUid).Bind(after.Arrival);
                Advance(heads, source);
            }

            while (heads.TryDequeue(out var head, out _))
            {
                Advance(heads, head.Source);
                yield return WithLease(site, head.Row);
            }
        }
        finally
        {
            // A caller who has enough leaves statements in mid-read. They would hold the connection to the state that it saw:
            // whoever reads with it next would not find what was written since.
            foreach (var (_, source) in heads.UnorderedItems.Select(item => item.Element))
            {
                source.Stop();
            }
        }
    }

    /// <summary>The tasks about an object, or touching it.</summary>
    public static IReadOnlyList<QueueTask> Search(Database database, SiteState site, string uid, string? name)
    {
        var rows = TaskColumns.ReadAll(database.Prepare(Sql.Touching).Bind(site.Id).Bind(uid));
        return
        [
            .. rows.Where(row => name is null || row.Task.Name == name)
                .OrderBy(row => row.Key)
                .Select(row => WithLease(site, row).Task),
        ];
    }

    /// <summary>What a client lacks and what it must drop.</summary>
    public static DiffResult Diff(Database database, SiteState site, DiffRequest request)
    {
        var known = new HashSet<string>(request.Uids, StringComparer.Ordinal);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var seen = new HashSet<string>(known.Count, StringComparer.Ordinal);
        var tasks = new List<QueueTask>();
        foreach (var id in Missing(database, site, request, lookup, seen))
        {
            var row = database.Prepare(Sql.ById).Bind(id);
            if (row.Step())
            {
                tasks.Add(WithLease(site, TaskColumns.Read(row)).Task);
            }

            row.Stop();
        }

        var stale = request.Uids.Where(uid => !seen.Contains(uid) && !HasStatus(database, site, uid, request.Statuses));
        return new DiffResult(tasks, [.. stale]);
    }

    /// <summary>Uids of all objects that tasks in these states are about or touch.</summary>
    public static HashSet<string> Uids(Database database, SiteState site, IReadOnlyList<QueueTaskStatus> statuses)
    {
        var uids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var status in statuses.Distinct().Where(IsLive))
        {
            var row = database.Prepare(Sql.ObjectsOfState).Bind(site.Id).Bind(TaskColumns.StateOf(status));
            while (row.Step())
            {
                uids.Add(row.Text());
                uids.UnionWith(TaskColumns.ReadList(row.Utf8()));
            }
        }

        uids.Remove(string.Empty);
        return uids;
    }

    /// <summary>The smallest created of the queued and running tasks.</summary>
    public static DateTimeOffset? Oldest(Database database, SiteState site)
    {
        DateTimeOffset? running = One(database.Prepare(Sql.OldestRunning).Bind(site.Id)) is { } created
            ? UnixTime.FromMicroseconds(created)
            : null;
        var queued = site.Waiting.Oldest;
        return queued is null || running < queued ? running : queued;
    }

    /// <summary>Reads one number; null where there is no row, or nothing in it.</summary>
    public static long? One(Statement row)
    {
        var value = row.Step() ? row.Int64OrNull() : null;
        row.Stop();
        return value;
    }

    // One text per status: the statements of a merge are read side by side, so each needs a prepared one of its own.
    private static readonly string[] PageSql =
        [.. Enum.GetValues<QueueTaskStatus>().Select(status => string.Concat(Sql.PageOfState, "\n-- ", status.ToString()))];

    private static void Advance(PriorityQueue<(TaskRow Row, Statement Source), OrderKey> heads, Statement source)
    {
        if (source.Step())
        {
            var row = TaskColumns.Read(source);
            heads.Enqueue((row, source), row.Key);
        }
    }

    // Goes through the queue in order, by the narrow columns alone, until enough is missing or all was seen.
    private static List<long> Missing(
        Database database,
        SiteState site,
        DiffRequest request,
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known,
        HashSet<string> seen)
    {
        var missing = new List<(OrderKey Key, long Id)>();
        Span<char> uid = stackalloc char[TaskUid.Length];
        foreach (var status in request.Statuses.Distinct().Where(IsLive))
        {
            var found = 0;
            var row = database.Prepare(Sql.UidsOfState).Bind(site.Id).Bind(TaskColumns.StateOf(status));
            while (found < QueueLimits.TasksPerDiff && row.Step())
            {
                var id = row.Int64();
                var text = uid[..Encoding.UTF8.GetChars(row.Utf8(), uid)];
                var isHidden = (row.Bool() && !request.Ghosts) | IsAnothers(row, request.Username);
                var isKnown = known.TryGetValue(text, out var own);
                if (isKnown)
                {
                    seen.Add(own!);
                }

                var isAdvanced = row.Int64() > 0;
                if (!isHidden && (!isKnown || status == QueueTaskStatus.Running || isAdvanced))
                {
                    missing.Add((new OrderKey(row.Int32(), row.Int64(), row.Text(), row.Int64()), id));
                    found++;
                }
            }

            row.Stop();
        }

        missing.Sort((left, right) => left.Key.CompareTo(right.Key));
        return [.. missing.Take(QueueLimits.TasksPerDiff).Select(task => task.Id)];
    }

    private static bool IsAnothers(Statement row, string? username)
    {
        if (username is null)
        {
            row.Skip(1);
            return false;
        }

        return row.Text() != username;
    }

    private static bool HasStatus(Database database, SiteState site, string uid, IReadOnlyList<QueueTaskStatus> statuses)
    {
        if (site.Live.Find(uid) is not { } id)
        {
            return false;
        }

        var row = database.Prepare(Sql.StateOf).Bind(id);
        var found = row.Step() && statuses.Contains(TaskColumns.StatusOf(row.Int32()));
        row.Stop();
        return found;
    }

    /// <summary>Whether a query that reads in order takes a task.</summary>
    public static bool IsWanted(QueueTask task, TaskQuery query) =>
        (query.Ghosts || !task.Ghost)
        && (query.Since is not { } since || task.Created > since)
        && (query.Name is null || task.Name == query.Name)
        && (query.Username is null || task.Username == query.Username);

    private static bool IsLive(QueueTaskStatus status) => status < QueueTaskStatus.Done;

    /// <summary>The task as it is, with the lease that only memory knows.</summary>
    public static TaskRow WithLease(SiteState site, TaskRow row) =>
        row.Task.Status != QueueTaskStatus.Running || row.Run?.LeaseSeconds is null ? row : row with { Task = row.Task with { LeaseUntil = site.Running.LeaseUntil(row.Id) } };

    private static OrderKey KeyOf(string? cursor) =>
        cursor is null ? new OrderKey(-1, 0, string.Empty, 0)
        : OrderKey.TryReadCursor(cursor, out var key) ? key
        : throw new ArgumentException($"'{cursor}' is not where a page ended.", nameof(cursor));
}
