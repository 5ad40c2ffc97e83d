using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Reading;

/// <summary>Look-ups of what happened: ended tasks, runs, outcomes, figures, consumers.</summary>
internal static class RecordReads
{
    private static readonly QueueTaskStatus[] Ends =
    [
        QueueTaskStatus.Failed, QueueTaskStatus.Done, QueueTaskStatus.Cancelled, QueueTaskStatus.Deleted,
    ];

    /// <summary>A page of ended tasks.</summary>
    public static HistoryPage History(Database database, SiteState site, HistoryQuery query)
    {
        var last = Ends.Max(status => TaskReads.One(database.Prepare(HistorySql.Last).Bind(site.Id).Bind((long)status)) ?? 0);
        if (query.TaskUid is { } uid)
        {
            var ends = EndsOf(database, site, uid).Select(end => end.Entry);
            return new HistoryPage([.. ends.Where(entry => IsWanted(entry, query)).Take(query.Limit)], last);
        }

        var statuses = query.Statuses.Count == 0 ? Ends : query.Statuses.Where(status => Ends.Contains(status)).Distinct();
        var entries = statuses.SelectMany(status => OfStatus(database, site, query, status));
        var ordered = query.NewestFirst
            ? entries.OrderByDescending(entry => entry.Number)
            : entries.OrderBy(entry => entry.Number);
        return new HistoryPage([.. ordered.Take(query.Limit)], last);
    }

    /// <summary>All that is known of a task.</summary>
    public static TaskDetails? Explain(Database database, SiteState site, string uid)
    {
        if (TaskReads.Find(database, site, uid) is { } row)
        {
            return new TaskDetails(row.Task, null, Attempts(database, row.Id), Outcomes(database, row.Id));
        }

        return EndsOf(database, site, uid) is [var end, ..]
            ? new TaskDetails(end.Entry.Task, end.Entry, Attempts(database, end.Id), Outcomes(database, end.Id))
            : null;
    }

    /// <summary>The queue in figures.</summary>
    public static QueueStats Stats(SiteState site, DateTimeOffset now)
    {
        var names = site.Counts.Names();
        return new QueueStats
        {
            Queued = names.Sum(name => name.Queued),
            Running = names.Sum(name => name.Running),
            Failed = names.Sum(name => name.Failed),
            Done = names.Sum(name => name.Done),
            Paused = site.Site.Paused,
            OldestQueued = site.Waiting.Oldest,
            Names = names,
            Minutes = site.Minutes.Since(now.AddHours(-1)),
        };
    }

    /// <summary>The consumers heard of.</summary>
    public static IReadOnlyList<ConsumerInfo> Consumers(Database database, SiteState site)
    {
        var running = TaskReads.Ordered(database, site, [QueueTaskStatus.Running], new OrderKey(-1, 0, string.Empty, 0))
            .Select(row => row.Task)
            .ToLookup(task => task.ConsumerId, StringComparer.Ordinal);
        return
        [
            .. site.Consumers
                .OrderBy(heard => heard.Key, StringComparer.Ordinal)
                .Select(heard => new ConsumerInfo(
                    heard.Key,
                    heard.Value.FirstHeard,
                    heard.Value.LastHeard,
                    heard.Value.Leased,
                    heard.Value.Version,
                    [.. running[heard.Key]])
                {
                    Names = heard.Value.Names,
                    Mode = heard.Value.Mode,
                }),
        ];
    }

    /// <summary>What people changed.</summary>
    public static IReadOnlyList<AuditRecord> Audit(Database database, SiteState site, AuditQuery query)
    {
        var row = database.Prepare(query.Action is null ? DirectorySql.Audit : DirectorySql.AuditOfAction).Bind(site.Id);
        row = query.Action is null ? row : row.Bind(query.Action);
        row = row.Bind(query.Before ?? long.MaxValue).Bind(query.Limit);
        var entries = new List<AuditRecord>();
        while (row.Step())
        {
            entries.Add(new AuditRecord(
                row.Int64(), UnixTime.FromMicroseconds(row.Int64()), row.Text(), row.Text(), row.TextOrNull(), row.TextOrNull(), row.TextOrNull()));
        }

        row.Stop();
        return entries;
    }

    // Reads no more than a page's worth of what fits, however far apart that lies.
    private static List<HistoryEntry> OfStatus(
        Database database, SiteState site, HistoryQuery query, QueueTaskStatus status)
    {
        var bound = query.NewestFirst ? query.Before ?? long.MaxValue : query.After ?? 0;
        var row = database.Prepare(query.NewestFirst ? HistorySql.BeforeNumber : HistorySql.AfterNumber)
            .Bind(site.Id).Bind((long)status).Bind(bound);
        var entries = new List<HistoryEntry>();
        while (entries.Count < query.Limit && row.Step())
        {
            var entry = TaskColumns.ReadEnd(row).Entry;
            if (IsWanted(entry, query))
            {
                entries.Add(entry);
            }
        }

        row.Stop();
        return entries;
    }

    private static List<(long Id, HistoryEntry Entry)> EndsOf(Database database, SiteState site, string uid)
    {
        var ends = new List<(long, HistoryEntry)>();
        foreach (var number in site.Ended.Find(uid))
        {
            var row = database.Prepare(HistorySql.OfNumber).Bind(site.Id).Bind(number).Bind(uid);
            if (row.Step())
            {
                ends.Add(TaskColumns.ReadEnd(row));
            }

            row.Stop();
        }

        return ends;
    }

    private static List<TaskAttempt> Attempts(Database database, long task)
    {
        var attempts = new List<TaskAttempt>();
        var row = database.Prepare(HistorySql.Attempts).Bind(task);
        while (row.Step())
        {
            attempts.Add(new TaskAttempt(
                row.Int32(),
                row.Text(),
                UnixTime.FromMicroseconds(row.Int64()),
                row.Int64OrNull() is { } ended ? UnixTime.FromMicroseconds(ended) : null,
                row.TextOrNull(),
                row.TextOrNull() is { } error ? new JsonText(error) : null)
            {
                ReportedBy = row.TextOrNull(),
            });
        }

        return attempts;
    }

    private static List<ItemOutcome> Outcomes(Database database, long task)
    {
        var outcomes = new List<ItemOutcome>();
        var row = database.Prepare(HistorySql.Outcomes).Bind(task);
        while (row.Step())
        {
            outcomes.Add(new ItemOutcome(row.Text(), (ItemOutcomeKind)row.Int32(), row.TextOrNull()));
        }

        return outcomes;
    }

    private static bool IsWanted(HistoryEntry entry, HistoryQuery query) =>
        (query.Username is null || entry.Task.Username == query.Username)
        && (query.After is not { } after || entry.Number > after)
        && (query.Before is not { } before || entry.Number < before)
        && (query.Statuses.Count == 0 || query.Statuses.Contains(entry.Task.Status));
}
