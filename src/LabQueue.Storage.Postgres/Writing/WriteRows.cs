namespace LabQueue.Storage.Postgres.Writing;

/// <summary>What a group writes, a statement for each kind of row.</summary>
internal static class WriteRows
{
    private static readonly Column<PlacedTask>[] Moving =
    [
        new Column<PlacedTask, long>("id", placed => placed.Row.Id),
        new Column<PlacedTask, short?>("wait", placed => (short?)placed.Wait),
        new Column<PlacedTask, long>("ready_at", placed => placed.ReadyAt),
        new Column<PlacedTask, long?>("failed_at", placed => placed.FailedAt),
    ];

    // The rest of a task that does not change while it is in the queue, and what a claim alone changes.
    private static readonly string[] Unmoved =
    [
        "id", "uid", "context_uid", "is_unique", "min_seconds", "ghost", "not_before", "started", "consumer_id",
        "name", "username", "action", "lane", "origin_uid", "context_path",
    ];

    /// <summary>New tasks.</summary>
    public static RowSet<PlacedTask> NewTasks { get; } = new("task",
    [
        .. Moving,
        new Column<PlacedTask, Guid>("name_key", placed => TextKey.Of(placed.Row.Task.Name)),
        new Column<PlacedTask, Guid?>("lane_key", placed => TextKey.OfLane(placed.Row.Task)),
        new Column<PlacedTask, Guid>("twin_key", placed => TextKey.OfTwin(placed.Row.Task.ContextUid, placed.Row.Task.Name)),
        new Column<PlacedTask, string?>("place", placed => SafeText.WriteOrNull(TaskLane.ClassicPlace(placed.Row.Task))),
        .. TaskColumns.Kept.Where(column => column.Name != "id").Select(Of),
    ]);

    /// <summary>All that a report, a purge or a person can change of a task that stays in the queue.</summary>
    public static RowSet<PlacedTask> ChangedTasks { get; } = new("task",
        [.. Moving, .. TaskColumns.Kept.Where(column => !Unmoved.Contains(column.Name)).Select(Of)]);

    /// <summary>Claims. The partial unique index task_lane_running refuses a second one of a lane.</summary>
    public static RowSet<Claim> ClaimedTasks { get; } = new("task",
    [
        new Column<Claim, long>("id", claim => claim.Row.Id),
        new Column<Claim, short>("status", claim => (short)claim.Row.Task.Status),
        new Column<Claim, short?>("wait", _ => null),
        new Column<Claim, int>("attempts", claim => claim.Row.Task.Attempts),
        new Column<Claim, long?>("started", claim => claim.Row.Task.Started?.ToMicroseconds()),
        new Column<Claim, long?>("fence", claim => claim.Row.Task.Fence),
        new Column<Claim, string?>("consumer_id", claim => SafeText.WriteOrNull(claim.Row.Task.ConsumerId)),
        new Column<Claim, byte[]?>("extra", claim => claim.Row.Task.Extra.IsEmpty ? null : claim.Row.Task.Extra.Json.ToArray()),
    ]);

    /// <summary>What runs from now on.</summary>
    public static RowSet<Claim> NewRuns { get; } = new("run",
    [
        new Column<Claim, long>("id", claim => claim.Run.Id),
        new Column<Claim, string>("uid", claim => claim.Run.TaskUid),
        new Column<Claim, string>("consumer_id", claim => SafeText.Write(claim.Run.ConsumerId)),
        new Column<Claim, long>("number", claim => claim.Run.Number),
        new Column<Claim, long>("started", claim => claim.Run.Started.ToMicroseconds()),
        new Column<Claim, long>("until", claim => claim.Run.Until.ToMicroseconds()),
        new Column<Claim, double?>("lease_seconds", claim => claim.Run.LeaseSeconds),
        new Column<Claim, int>("max_seconds", claim => claim.Run.MaxSeconds),
        new Column<Claim, bool>("cancel_requested", claim => claim.Run.CancelRequested),
        new Column<Claim, string?>("request", claim => SafeText.WriteOrNull(claim.Run.Request)),
        new Column<Claim, Guid?>("name_key", claim => claim.Run.NameKey),
        new Column<Claim, string?>("place", claim => SafeText.WriteOrNull(claim.Run.Place)),
    ]);

    /// <summary>The beginnings of runs, for the record.</summary>
    public static RowSet<Claim> NewAttempts { get; } = new("attempt",
    [
        new Column<Claim, long>("task", claim => claim.Row.Id),
        new Column<Claim, int>("number", claim => claim.Row.Task.Attempts),
        new Column<Claim, string>("consumer_id", claim => SafeText.Write(claim.Run.ConsumerId)),
        new Column<Claim, long>("started", claim => claim.Run.Started.ToMicroseconds()),
        new Column<Claim, long?>("fence", claim => claim.Row.Task.Fence),
    ]);

    /// <summary>The ends of runs, for the record.</summary>
    public static RowSet<EndedRun> EndedAttempts { get; } = new("attempt",
    [
        new Column<EndedRun, long>("task", run => run.Task),
        new Column<EndedRun, int>("number", run => run.Number),
        new Column<EndedRun, long>("ended", run => run.Ended.ToMicroseconds()),
        new Column<EndedRun, string>("outcome", run => run.Outcome),
        new Column<EndedRun, long?>("reported", run => run.Reported),
        new Column<EndedRun, string?>("reported_by", run => SafeText.WriteOrNull(run.ReportedBy)),
        new Column<EndedRun, string?>("error", run => run.Error),
    ]);

    /// <summary>What became of objects.</summary>
    public static RowSet<OutcomeRow> Outcomes { get; } = new("outcome",
    [
        new Column<OutcomeRow, long>("task", row => row.Task),
        new Column<OutcomeRow, int>("ordinal", row => row.Ordinal),
        new Column<OutcomeRow, string>("uid", row => SafeText.Write(row.Item.Uid)),
        new Column<OutcomeRow, short>("outcome", row => (short)row.Item.Outcome),
        new Column<OutcomeRow, string?>("message", row => SafeText.WriteOrNull(row.Item.Message)),
    ]);

    /// <summary>Ends.</summary>
    public static RowSet<End> Ends { get; } = new("history",
    [
        new Column<End, long>("number", end => end.Number),
        new Column<End, long>("ended", end => end.Ended.ToMicroseconds()),
        new Column<End, string?>("ended_by", end => SafeText.WriteOrNull(end.By.Username)),
        new Column<End, string?>("reason", end => SafeText.WriteOrNull(end.By.Reason)),
        .. TaskColumns.Kept.Select(column => new MappedColumn<End, TaskRow>(column, end => end.Row)),
    ]);

    /// <summary>What people changed.</summary>
    public static RowSet<AuditRow> Audits { get; } = new("audit",
    [
        new Column<AuditRow, long>("number", row => row.Number),
        new Column<AuditRow, long>("time", row => row.Time.ToMicroseconds()),
        new Column<AuditRow, string>("actor", row => SafeText.Write(row.By.Username)),
        new Column<AuditRow, string>("action", row => row.Action),
        new Column<AuditRow, string?>("target", row => SafeText.WriteOrNull(row.Target)),
        new Column<AuditRow, string?>("reason", row => SafeText.WriteOrNull(row.By.Reason)),
        new Column<AuditRow, string?>("detail", row => SafeText.WriteOrNull(row.Detail)),
    ]);

    /// <summary>New tasks, as a statement.</summary>
    public static string InsertTasks { get; } = NewTasks.Insert;

    /// <summary>Changed tasks, as a statement.</summary>
    public static string ChangeTasks { get; } = ChangedTasks.Update(keys: 1);

    /// <summary>Claims, as a statement.</summary>
    public static string ClaimTasks { get; } = ClaimedTasks.Update(keys: 1);

    /// <summary>New runs, as a statement.</summary>
    public static string InsertRuns { get; } = NewRuns.Insert;

    /// <summary>Beginnings of runs, as a statement.</summary>
    public static string InsertAttempts { get; } = NewAttempts.Insert;

    /// <summary>Ends of runs, as a statement.</summary>
    public static string EndAttempts { get; } = EndedAttempts.Update(keys: 2);

    /// <summary>Outcomes, as a statement.</summary>
    public static string InsertOutcomes { get; } = Outcomes.Insert;

    /// <summary>What people changed, as a statement.</summary>
    public static string InsertAudits { get; } = Audits.Insert;

    /// <summary>Ends, as a statement. A task that leaves the queue takes its runs and outcomes along.</summary>
    public static string InsertEnds { get; } = $"""
        insert into history (site, {Ends.Names}, runs, items)
        select $1, given.*,
          case when given.status > 2 then (
            select json_agg(json_build_object(
              'number', a.number, 'consumer_id', a.consumer_id, 'started', a.started, 'ended', a.ended, 'outcome', a.outcome,
              'fence', a.fence, 'reported', a.reported, 'reported_by', a.reported_by, 'error', a.error) order by a.number)
            from attempt as a
            where a.site = $1 and a.task = given.id) end,
          case when given.status > 2 then (
            select json_agg(json_build_array(o.uid, o.outcome, o.message) order by o.ordinal)
            from outcome as o
            where o.site = $1 and o.task = given.id) end
        from {Ends.Given}
        """;

    private static Column<PlacedTask> Of(Column<TaskRow> column) =>
        new MappedColumn<PlacedTask, TaskRow>(column, placed => placed.Row);
}
