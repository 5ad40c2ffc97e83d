using LabQueue.Engine;
using LabQueue.Storage.Postgres.Sites;
using Npgsql;

namespace LabQueue.Storage.Postgres.Reading;

/// <summary>Look-ups and lists of tasks that are in the queue.</summary>
/// <param name="source">The connections.</param>
/// <param name="site">The site.</param>
internal sealed class TaskReads(NpgsqlDataSource source, SiteState site)
{
    /// <summary>The task of a uid.</summary>
    public async Task<TaskRow?> FindAsync(string uid, CancellationToken cancellationToken)
    {
        if (!TaskUid.IsValid(uid))
        {
            return null;
        }

        var found = await ListAsync(ReadSql.ByUid, statement => statement.With(uid), cancellationToken);
        return found.SingleOrDefault();
    }

    /// <summary>A page of tasks in the queue's order.</summary>
    public async Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        var after = KeyOf(query.After);
        var rows = await ListAsync(
            ReadSql.Page,
            statement => statement.With(Live(query.Statuses))
                .With(after.Rank).With(after.Due).With(after.ContextUid).With(after.Arrival)
                .With(query.Ghosts).With(query.Since?.ToMicroseconds()).With(SafeText.WriteOrNull(query.Name))
                .With(SafeText.WriteOrNull(query.Username)).With(query.Limit + 1L),
            cancellationToken);
        var tasks = rows.Take(query.Limit).Select(row => row.Task).ToArray();
        return new TaskPage(tasks, rows.Count > query.Limit && query.Limit > 0 ? rows[query.Limit - 1].Key.ToCursor() : null);
    }

    /// <summary>A page of tasks that are to start later, the earliest first.</summary>
    public async Task<TaskPage> ScheduledAsync(TaskQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (readyAt, id) = query.After is { } cursor ? PlaceOf(cursor) : new StartKey(now.ToMicroseconds(), long.MaxValue);
        var rows = await ListAsync(
            ReadSql.Scheduled,
            statement => statement.With(readyAt).With(id)
                .With(query.Ghosts).With(query.Since?.ToMicroseconds()).With(SafeText.WriteOrNull(query.Name))
                .With(SafeText.WriteOrNull(query.Username)).With(query.Limit + 1L),
            cancellationToken);
        var tasks = rows.Take(query.Limit).ToArray();
        var next = rows.Count > query.Limit
            ? new StartKey(TaskLifecycle.ReadyAt(tasks[^1].Task).ToMicroseconds(), tasks[^1].Id).ToCursor()
            : null;
        return new TaskPage([.. tasks.Select(row => row.Task)], next);
    }

    /// <summary>The tasks of some states that came last before one of them, the latest first.</summary>
    public Task<List<TaskRow>> LatestAsync(
        IReadOnlyList<QueueTaskStatus> statuses, long before, int limit, CancellationToken cancellationToken) =>
        ListAsync(ReadSql.Latest, statement => statement.With(before).With(Live(statuses)).With((long)limit), cancellationToken);

    /// <summary>The tasks about an object, or touching it.</summary>
    public async Task<IReadOnlyList<QueueTask>> SearchAsync(string uid, string? name, CancellationToken cancellationToken)
    {
        var rows = await ListAsync(
            ReadSql.Touching,
            statement => statement.With(SafeText.Write(uid)).With(SafeText.WriteOrNull(name)),
            cancellationToken);
        return [.. rows.Select(row => row.Task)];
    }

    /// <summary>What a client lacks and what it must drop.</summary>
    public async Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var (statuses, uids) = (Live(request.Statuses), request.Uids.Where(TaskUid.IsValid).Distinct().ToArray());
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        batch.Add(ReadSql.Missing).With(site.Id).With(statuses).With(uids).With(request.Ghosts)
            .With(SafeText.WriteOrNull(request.Username)).With((long)QueueLimits.TasksPerDiff);
        batch.Add(ReadSql.Known).With(site.Id).With(uids).With(statuses);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var missing = await ReadAllAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetString(0));
        }

        return new DiffResult([.. missing.Select(row => row.Task)], [.. request.Uids.Where(uid => !known.Contains(uid))]);
    }

    /// <summary>Uids of all objects that tasks in these states are about or touch.</summary>
    public async Task<IReadOnlyCollection<string>> UidsAsync(
        IReadOnlyList<QueueTaskStatus> statuses, CancellationToken cancellationToken)
    {
        var uids = new HashSet<string>(StringComparer.Ordinal);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        batch.Add(ReadSql.Objects).With(site.Id).With(Live(statuses));
        await using var reader = await batch.ReadAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            uids.Add(reader.GetString(0));
            uids.UnionWith(TaskColumns.ReadList(reader.GetString(1)));
        }

        uids.Remove(string.Empty);
        return uids;
    }

    /// <summary>The smallest created of the queued and running tasks.</summary>
    public async Task<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        batch.Add(ReadSql.Oldest).With(site.Id);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new RowReader(reader).TimeOrNull() : null;
    }

    /// <summary>The rest of a result with tasks and the ends of their leases.</summary>
    public static async Task<List<TaskRow>> ReadAllAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<TaskRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = TaskColumns.Read(reader);
            var until = new RowReader(reader, TaskColumns.Count).TimeOrNull();
            rows.Add(row.Task.Status == QueueTaskStatus.Running ? row with { Task = row.Task with { LeaseUntil = until } } : row);
        }

        return rows;
    }

    private static short[] Live(IReadOnlyList<QueueTaskStatus> statuses) =>
        [.. statuses.Distinct().Where(status => status < QueueTaskStatus.Done).Select(status => (short)status)];

    private static StartKey PlaceOf(string cursor) =>
        StartKey.TryReadCursor(cursor, out var key) ? key : throw new ArgumentException($"'{cursor}' is not where a page ended.", nameof(cursor));

    private static OrderKey KeyOf(string? cursor) =>
        cursor is null ? new OrderKey(-1, 0, string.Empty, 0)
        : OrderKey.TryReadCursor(cursor, out var key) ? key
        : throw new ArgumentException($"'{cursor}' is not where a page ended.", nameof(cursor));

    private async Task<List<TaskRow>> ListAsync(
        string sql, Func<SqlStatement, SqlStatement> with, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        with(batch.Add(sql).With(site.Id));
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await ReadAllAsync(reader, cancellationToken);
    }
}
