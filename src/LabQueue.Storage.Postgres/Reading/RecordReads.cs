using System.Text.Json;
using LabQueue.Engine;
using LabQueue.Storage.Postgres.Sites;
using Npgsql;

namespace LabQueue.Storage.Postgres.Reading;

/// <summary>Look-ups of what happened: ended tasks, runs, outcomes, figures, consumers.</summary>
/// <param name="source">The connections.</param>
/// <param name="site">The site.</param>
internal sealed class RecordReads(NpgsqlDataSource source, SiteState site)
{
    private const int FirstOfTask = 4;


    private static readonly QueueTaskStatus[] AllEnds =
    [
        QueueTaskStatus.Failed, QueueTaskStatus.Done, QueueTaskStatus.Cancelled, QueueTaskStatus.Deleted,
    ];

    /// <summary>A page of ended tasks.</summary>
    public async Task<HistoryPage> HistoryAsync(HistoryQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        batch.Add(ReadSql.LastEnd).With(site.Id);
        if (query.TaskUid is { } uid)
        {
            batch.Add(ReadSql.EndsOfUid).With(site.Id).With(uid).With(Oldest(now));
        }
        else
        {
            var statuses = query.Statuses.Count == 0 ? AllEnds : query.Statuses.Distinct().Where(AllEnds.Contains);
            batch.Add(query.NewestFirst ? ReadSql.EndsBackward : ReadSql.EndsForward)
                .With(site.Id).With(statuses.Select(status => (short)status).ToArray())
                .With(query.After ?? 0).With(query.Before ?? long.MaxValue).With(Oldest(now))
                .With(SafeText.WriteOrNull(query.Username)).With((long)query.Limit);
        }

        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var last = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var entries = new List<HistoryEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(ReadEnd(reader));
        }

        return new HistoryPage([.. entries.Where(entry => IsWanted(entry, query)).Take(query.Limit)], last);
    }

    /// <summary>All that is known of a task.</summary>
    public async Task<TaskDetails?> ExplainAsync(string uid, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!TaskUid.IsValid(uid))
        {
            return null;
        }

        // As one state of the database has it: a task that ends meanwhile would else be in neither place, or in both.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        return await ExplainLiveAsync(connection, uid, cancellationToken)
            ?? await ExplainEndedAsync(connection, uid, now, cancellationToken);
    }

    /// <summary>The queue in figures.</summary>
    public async Task<QueueStats> StatsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        batch.Add(ReadSql.Names).With(site.Id);
        batch.Add(ReadSql.Minutes).With(site.Id).With(now.AddHours(-1).ToMicroseconds());
        batch.Add(ReadSql.OldestQueued).With(site.Id);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var names = new List<NameStats>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new RowReader(reader);
            names.Add(new NameStats(row.Text(), row.Int64(), row.Int64(), row.Int64(), row.Int64()));
        }

        await reader.NextResultAsync(cancellationToken);
        var minutes = await ReadMinutesAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new QueueStats
        {
            Queued = names.Sum(name => name.Queued),
            Running = names.Sum(name => name.Running),
            Failed = names.Sum(name => name.Failed),
            Done = names.Sum(name => name.Done),
            Paused = site.Site.Paused,
            OldestQueued = new RowReader(reader).TimeOrNull(),
            Names = names,
            Minutes = minutes,
        };
    }

    /// <summary>The last day in quarters of an hour.</summary>
    public async Task<IReadOnlyList<MinuteStats>> DayAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        batch.Add(ReadSql.Minutes).With(site.Id).With(QuarterHours.First(now).ToMicroseconds());
        await using var reader = await batch.ReadAsync(cancellationToken);
        return QuarterHours.Gather(await ReadMinutesAsync(reader, cancellationToken));
    }

    /// <summary>The consumers heard of.</summary>
    public async Task<IReadOnlyList<ConsumerInfo>> ConsumersAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        batch.Add(ReadSql.Running).With(site.Id);
        batch.Add(ReadSql.Consumers).With(site.Id)
            .With((now - ConsumerRules.Kept).ToMicroseconds()).With((now - ConsumerRules.QuietKept).ToMicroseconds());
        await using var reader = await batch.ReadAsync(cancellationToken);
        var running = (await TaskReads.ReadAllAsync(reader, cancellationToken))
            .Select(row => row.Task)
            .ToLookup(task => task.ConsumerId, StringComparer.Ordinal);
        await reader.NextResultAsync(cancellationToken);
        var consumers = new List<ConsumerInfo>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new RowReader(reader);
            var id = row.Text();
            consumers.Add(new ConsumerInfo(id, row.Time(), row.Time(), row.Bool(), row.TextOrNull(), [.. running[id]])
            {
                Names = TaskColumns.ReadList(row.Text()),
                Mode = (ConsumerMode)row.Int16(),
            });
        }

        return consumers;
    }

    /// <summary>What people changed.</summary>
    public async Task<IReadOnlyList<AuditRecord>> AuditAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        var statement = batch.Add(query.Action is null ? ReadSql.Audit : ReadSql.AuditOfAction)
            .With(site.Id).With(query.Before ?? long.MaxValue).With((long)query.Limit);
        _ = query.Action is null ? statement : statement.With(SafeText.Write(query.Action));

        await using var reader = await batch.ReadAsync(cancellationToken);
        var records = new List<AuditRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new RowReader(reader);
            records.Add(new AuditRecord(
                row.Int64(), row.Time(), row.Text(), row.Text(), row.TextOrNull(), row.TextOrNull(), row.TextOrNull()));
        }

        return records;
    }

    private static async Task<List<MinuteStats>> ReadMinutesAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var minutes = new List<MinuteStats>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new RowReader(reader);
            minutes.Add(new MinuteStats(row.Time(), row.Int64(), row.Int64(), row.Int64(), row.Int64()));
        }

        return minutes;
    }

    private static HistoryEntry ReadEnd(NpgsqlDataReader reader)
    {
        var row = new RowReader(reader);
        var (number, ended, by, reason) = (row.Int64(), row.Time(), row.TextOrNull(), row.TextOrNull());
        return new HistoryEntry(number, TaskColumns.Read(reader, FirstOfTask).Task, ended, by, reason);
    }

    private static bool IsWanted(HistoryEntry entry, HistoryQuery query) =>
        (query.Username is null || entry.Task.Username == query.Username)
        && (query.After is not { } after || entry.Number > after)
        && (query.Before is not { } before || entry.Number < before)
        && (query.Statuses.Count == 0 || query.Statuses.Contains(entry.Task.Status));

    private static IReadOnlyList<TaskAttempt> ReadRuns(string? json)
    {
        using var document = JsonDocument.Parse(json ?? "[]");
        return
        [
            .. document.RootElement.EnumerateArray().Select(run => new TaskAttempt(
                run.GetProperty("number").GetInt32(),
                SafeText.Read(run.GetProperty("consumer_id").GetString()!),
                UnixTime.FromMicroseconds(run.GetProperty("started").GetInt64()),
                run.GetProperty("ended") is { ValueKind: JsonValueKind.Number } ended ? UnixTime.FromMicroseconds(ended.GetInt64()) : null,
                run.GetProperty("outcome").GetString(),
                run.GetProperty("error").GetString() is { } error ? new JsonText(error) : null)
            {
                ReportedBy = run.GetProperty("reported_by").GetString() is { } by ? SafeText.Read(by) : null,
            }),
        ];
    }

    private static IReadOnlyList<ItemOutcome> ReadItems(string? json)
    {
        using var document = JsonDocument.Parse(json ?? "[]");
        return
        [
            .. document.RootElement.EnumerateArray().Select(item => new ItemOutcome(
                SafeText.Read(item[0].GetString()!),
                (ItemOutcomeKind)item[1].GetInt32(),
                item[2].GetString() is { } message ? SafeText.Read(message) : null)),
        ];
    }

    private long Oldest(DateTimeOffset now) => now.AddDays(-site.Site.Settings.HistoryDays).ToMicroseconds();

    private async Task<TaskDetails?> ExplainLiveAsync(NpgsqlConnection connection, string uid, CancellationToken cancellationToken)
    {
        TaskRow? row;
        await using (var find = new SqlBatch(connection))
        {
            find.Add(ReadSql.ByUid).With(site.Id).With(uid);
            await using var found = await find.ReadAsync(cancellationToken);
            row = (await TaskReads.ReadAllAsync(found, cancellationToken)).SingleOrDefault();
        }

        if (row is null)
        {
            return null;
        }

        await using var batch = new SqlBatch(connection);
        batch.Add(ReadSql.Attempts).With(site.Id).With(row.Id);
        batch.Add(ReadSql.Outcomes).With(site.Id).With(row.Id);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var attempts = new List<TaskAttempt>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var run = new RowReader(reader);
            attempts.Add(new TaskAttempt(
                run.Int32(), run.Text(), run.Time(), run.TimeOrNull(), run.StringOrNull(),
                run.StringOrNull() is { } error ? new JsonText(error) : null)
            {
                ReportedBy = run.TextOrNull(),
            });
        }

        await reader.NextResultAsync(cancellationToken);
        var outcomes = new List<ItemOutcome>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var item = new RowReader(reader);
            outcomes.Add(new ItemOutcome(item.Text(), (ItemOutcomeKind)item.Int16(), item.TextOrNull()));
        }

        return new TaskDetails(row.Task, null, attempts, outcomes);
    }

    private async Task<TaskDetails?> ExplainEndedAsync(
        NpgsqlConnection connection, string uid, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = new SqlBatch(connection);
        batch.Add(ReadSql.EndsOfUid).With(site.Id).With(uid).With(Oldest(now));
        await using var reader = await batch.ReadAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var entry = ReadEnd(reader);
        var row = new RowReader(reader, FirstOfTask + TaskColumns.Count);
        var (runs, items) = (row.StringOrNull(), row.StringOrNull());
        return new TaskDetails(entry.Task, entry, ReadRuns(runs), ReadItems(items));
    }
}
