namespace LabQueue.Storage.Sqlite;

/// <summary>Every statement on tasks. Parameters are bound in the order in which they stand.</summary>
internal static class Sql
{
    /// <summary>The columns of a task alone, in the order in which <see cref="TaskColumns"/> binds them.</summary>
    private const string Own = """
        id, site, state, ready_at, lane_key, place, uid, name, rank, due, context_uid, arrival, created, priority, retries,
          is_unique, username, min_seconds, max_seconds, chunk_size, ghost, delay, action, lane, not_before, origin_uid,
          orphaned, cancel_requested, attempts, done, refused, failed, skipped, context_path, error_message, uids, extra
        """;

    /// <summary>All columns of a task and of its last run, in the order in which <see cref="TaskColumns"/> reads them.</summary>
    public const string Columns = """
        id, state, lane_key, place, started, consumer_id, fence, lease_seconds, request, reported, uid, name, rank, due,
          context_uid, arrival, created, priority, retries, is_unique, username, min_seconds, max_seconds, chunk_size, ghost,
          delay, action, lane, not_before, origin_uid, orphaned, cancel_requested, attempts, done, refused, failed, skipped,
          context_path, error_message, uids, extra
        """;

    /// <summary>The same of a task that waits, without a look at its runs.</summary>
    private const string WaitingColumns = """
        id, state, lane_key, place, null, null, null, null, null, null, uid, name, rank, due,
          context_uid, arrival, created, priority, retries, is_unique, username, min_seconds, max_seconds, chunk_size, ghost,
          delay, action, lane, not_before, origin_uid, orphaned, cancel_requested, attempts, done, refused, failed, skipped,
          context_path, error_message, uids, extra
        """;

    /// <summary>Joins the last run of each task.</summary>
    public const string WithRun = "left join attempt on attempt.task = task.id and attempt.number = task.attempts";

    /// <summary>A new task. Touches every index of waiting tasks.</summary>
    public const string Insert = $"""
        insert into task ({Own})
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    /// <summary>One task by its row number.</summary>
    public const string ById = $"""
        select {Columns}
        from task
          {WithRun}
        where id = ?
        """;

    /// <summary>A waiting task by its row number, without a look at its runs.</summary>
    public const string Waiting = $"select {WaitingColumns} from task where id = ?";

    /// <summary>What is kept in memory of the tasks that the queue has: index task_order, then the rows as they lie.</summary>
    public const string Live = """
        select id, state, uid, rank, due, context_uid, arrival, created, name, action, lane_key, place, ready_at
        from task
        where id in (select id from task indexed by task_order where site = ? and end_number = 0)
        """;

    /// <summary>A waiting task's new rank.</summary>
    public const string SetRank = "update task set rank = ? where id = ?";

    /// <summary>A claim. The partial unique index task_lane_running refuses a second one of a lane.</summary>
    public const string Claim = "update task set state = 3, attempts = ? where id = ?";

    /// <summary>A claim of a task whose client sent fields of its own that the claim overrides.</summary>
    public const string ClaimWithExtra = "update task set state = 3, attempts = ?, extra = ? where id = ?";

    /// <summary>A run begins.</summary>
    public const string InsertRun = """
        insert into attempt (task, number, consumer_id, started, fence, lease_seconds, request)
        values (?, ?, ?, ?, ?, ?, ?)
        """;

    /// <summary>Another length of a run's lease, for the time after a restart.</summary>
    public const string SetLease = "update attempt set lease_seconds = ? where task = ? and number = ?";

    /// <summary>A run ends.</summary>
    public const string EndRun = """
        update attempt
        set ended = ?, outcome = ?, reported = ?, reported_by = ?, error = ?
        where task = ? and number = ?
        """;

    /// <summary>All that a report, a purge or a person can change of a task that stays in the queue.</summary>
    public const string Replace = """
        update task
        set state = ?, rank = ?, due = ?, arrival = ?, created = ?, priority = ?, retries = ?, ready_at = ?, max_seconds = ?,
          chunk_size = ?, delay = ?, orphaned = ?, cancel_requested = ?, done = ?, refused = ?, failed = ?, skipped = ?,
          error_message = ?, uids = ?, extra = ?
        where id = ?
        """;

    /// <summary>Takes a task out of the queue, and leaves it where it lies.</summary>
    public const string Leave = "update task set state = ?, end_number = ? where id = ?";

    /// <summary>Takes a task out of the queue whose last chunk changed it.</summary>
    public const string LeaveChanged = """
        update task
        set state = ?, end_number = ?, done = ?, refused = ?, failed = ?, skipped = ?, error_message = ?, uids = ?
        where id = ?
        """;

    /// <summary>Notes that a running task is to stop.</summary>
    public const string RequestCancel = "update task set cancel_requested = 1 where id = ?";

    /// <summary>All running tasks: index task_order.</summary>
    public const string Running = $"""
        select {Columns}
        from task indexed by task_order
          {WithRun}
        where site = ? and state = 3 and end_number = 0
        order by rank, due, context_uid, arrival
        """;

    /// <summary>A page of one state in the queue's order: index task_order.</summary>
    public const string PageOfState = $"""
        select {Columns}
        from task indexed by task_order
          {WithRun}
        where site = ? and state = ? and end_number = 0 and (rank, due, context_uid, arrival) > (?, ?, ?, ?)
        order by rank, due, context_uid, arrival
        """;

    /// <summary>A page of the tasks that are to start later, by their time: index task_scheduled.</summary>
    public const string Scheduled = $"""
        select ready_at, {Columns}
        from task indexed by task_scheduled
          {WithRun}
        where site = ? and state = 2 and ready_at > created and (ready_at, id) > (?, ?)
        order by ready_at, id
        """;

    /// <summary>The tasks about an object, or touching it: reads all that the queue has, so only for a person's look-up.</summary>
    public const string Touching = $"""
        select {Columns}
        from task indexed by task_order
          {WithRun}
        where site = ? and end_number = 0
          and (context_uid = ?2
            or (instr(uids, ?2) > 0 and exists (select 1 from json_each(task.uids) where json_each.value = ?2)))
        """;

    /// <summary>Uids and contexts of the tasks of one state: index task_order.</summary>
    public const string ObjectsOfState = """
        select context_uid, uids
        from task indexed by task_order
        where site = ? and state = ? and end_number = 0
        """;

    /// <summary>The smallest created of the running tasks; they are few.</summary>
    public const string OldestRunning = """
        select min(created)
        from task indexed by task_order
        where site = ? and state = 3 and end_number = 0
        """;

    /// <summary>What <c>diff</c> needs to know of the tasks of one state, in the queue's order: index task_order.</summary>
    public const string UidsOfState = """
        select id, uid, ghost, username, done + refused + failed + skipped, rank, due, context_uid, arrival
        from task indexed by task_order
        where site = ? and state = ? and end_number = 0
        order by rank, due, context_uid, arrival
        """;

    /// <summary>The state of a task that the queue has.</summary>
    public const string StateOf = "select state from task where id = ? and end_number = 0";
}
