namespace LabQueue.Storage.Postgres.Reading;

/// <summary>The statements of those who only look. The site is always <c>$1</c>; nothing is locked.</summary>
internal static class ReadSql
{
    private const string Ordered = "order by rank, due, context_uid, arrival";

    private const string WithLease = """
        , (select run.until from run where run.site = task.site and run.id = task.id and run.lease_seconds is not null) as until
        """;

    private const string EndColumns = $"number, ended, ended_by, reason, {TaskColumns.Names}";

    /// <summary>A task and its lease by uid: index task_uid.</summary>
    public const string ByUid = $"select {TaskColumns.Names}{WithLease} from task where site = $1 and uid = $2";

    /// <summary>
    /// A page of the tasks of some states ($2) behind a place in the order ($3 to $6): index task_order, once for each state.
    /// $7 is whether ghosts are wanted, $8 to $10 are younger than, name and user, where asked for.
    /// </summary>
    public const string Page = $"""
        select found.*
        from unnest($2) as wanted (status)
          cross join lateral (
            select {TaskColumns.Names}{WithLease}
            from task
            where site = $1 and task.status = wanted.status and (rank, due, context_uid, arrival) > ($3, $4, $5, $6)
              and ($7 or not ghost) and ($8 is null or created > $8) and ($9 is null or name = $9)
              and ($10 is null or username = $10)
            {Ordered}
            limit $11) as found
        {Ordered}
        limit $11
        """;

    /// <summary>
    /// A page of the tasks that are to start later ($2, $3), by their time: index task_later. $4 is whether ghosts are wanted, $5 to
    /// $7 are younger than, name and user, where asked for.
    /// </summary>
    public const string Scheduled = $"""
        select {TaskColumns.Names}{WithLease}
        from task
        where site = $1 and wait = 1 and (ready_at, id) > ($2, $3)
          and ($4 or not ghost) and ($5 is null or created > $5) and ($6 is null or name = $6) and ($7 is null or username = $7)
        order by ready_at, id
        limit $8
        """;

    /// <summary>The latest tasks before one of them ($2), of some states: primary key.</summary>
    public const string Latest = $"""
        select {TaskColumns.Names}{WithLease}
        from task
        where site = $1 and id < $2 and status = any($3)
        order by id desc
        limit $4
        """;

    /// <summary>The tasks about an object, or touching it: reads all that the queue has, so only for a person's look-up.</summary>
    public const string Touching = $"""
        select {TaskColumns.Names}{WithLease}
        from task
        where site = $1 and (context_uid = $2 or (strpos(uids, $2) > 0 and uids::jsonb ? $2)) and ($3 is null or name = $3)
        {Ordered}
        """;

    /// <summary>
    /// The best tasks that a client lacks, or that are to be sent to it in any case: index task_order, once for each state.
    /// </summary>
    public const string Missing = $"""
        select found.*
        from unnest($2) as wanted (status)
          cross join lateral (
            select {TaskColumns.Names}{WithLease}
            from task
            where site = $1 and task.status = wanted.status and ($4 or not ghost) and ($5 is null or username = $5)
              and (task.status = 1 or done + refused + failed + skipped > 0
                or not exists (select from unnest($3) as known (uid) where known.uid = task.uid))
            {Ordered}
            limit $6) as found
        {Ordered}
        limit $6
        """;

    /// <summary>Of these uids those of which the queue has a task in one of these states: index task_uid.</summary>
    public const string Known = "select uid from task where site = $1 and uid = any($2) and status = any($3)";

    /// <summary>Contexts and objects of the tasks of these states.</summary>
    public const string Objects = "select context_uid, uids from task where site = $1 and status = any($2)";

    /// <summary>The smallest created of the running tasks, and of those that wait: indexes task_order, task_created.</summary>
    public const string Oldest = """
        select least(
          (select min(created) from task where site = $1 and status = 1),
          (select min(created) from task where site = $1 and wait is not null))
        """;

    /// <summary>The smallest created of the tasks that wait: index task_created.</summary>
    public const string OldestQueued = "select min(created) from task where site = $1 and wait is not null";

    /// <summary>The figures of each name.</summary>
    public const string Names = """
        select name, queued, running, failed, done
        from name_count
        where site = $1 and (queued, running, failed, done) <> (0, 0, 0, 0)
        order by name collate "C"
        """;

    /// <summary>The figures of each minute since then.</summary>
    public const string Minutes = """
        select minute, added, started, done, failed
        from minute
        where site = $1 and minute >= $2
        order by minute
        """;

    /// <summary>The consumers heard of since then.</summary>
    public const string Consumers = """
        select consumer_id, first_heard, last_heard, leased, version, names, mode
        from consumer
        where site = $1 and last_heard >= case when mode = 0 then $2 else $3 end
        order by consumer_id collate "C"
        """;

    /// <summary>All that runs.</summary>
    public const string Running = $"select {TaskColumns.Names}{WithLease} from task where site = $1 and status = 1 {Ordered}";

    /// <summary>The runs of a task that the queue has.</summary>
    public const string Attempts = """
        select number, consumer_id, started, ended, outcome, error, reported_by
        from attempt
        where site = $1 and task = $2
        order by number
        """;

    /// <summary>What became of its objects.</summary>
    public const string Outcomes = """
        select uid, outcome, message
        from outcome
        where site = $1 and task = $2
        order by ordinal
        """;

    // Ends of some kinds ($2) within bounds of number and age.
    private const string Ends = $"""
        select found.*
        from unnest($2) as wanted (status)
          cross join lateral (
            select {EndColumns}
            from history
            where site = $1 and history.status = wanted.status and number > $3 and number < $4 and ended >= $5
              and ($6 is null or username = $6)
        """;

    /// <summary>Ends of some kinds, oldest first, once for each kind.</summary>
    public const string EndsForward = $"""
        {Ends}
            order by number
            limit $7) as found
        order by number
        limit $7
        """;

    /// <summary>The same, newest first.</summary>
    public const string EndsBackward = $"""
        {Ends}
            order by number desc
            limit $7) as found
        order by number desc
        limit $7
        """;

    /// <summary>The ends with which tasks of a uid left the queue, newest first: index history_uid.</summary>
    public const string EndsOfUid = $"""
        select {EndColumns}, runs, items
        from history
        where site = $1 and uid = $2 and status > 2 and ended >= $3
        order by number desc
        """;

    /// <summary>Number of the newest end.</summary>
    public const string LastEnd = """
        select coalesce(max(last.number), 0)
        from unnest(array[2, 3, 4, 5]) as wanted (status)
          cross join lateral (
            select number from history where site = $1 and history.status = wanted.status order by number desc limit 1) as last
        """;

    /// <summary>What happened after an event: primary key.</summary>
    public const string EventsAfter = "select number, events from event where site = $1 and number > $2 order by number limit 1000";

    /// <summary>What happened last, newest first.</summary>
    public const string LastEvents = "select number, events from event where site = $1 order by number desc limit 400";

    /// <summary>What people changed, newest first: the primary key.</summary>
    public const string Audit = """
        select number, time, actor, action, target, reason, detail
        from audit
        where site = $1 and number < $2
        order by number desc
        limit $3
        """;

    /// <summary>Changes of one kind: index audit_action.</summary>
    public const string AuditOfAction = """
        select number, time, actor, action, target, reason, detail
        from audit
        where site = $1 and number < $2 and action = $4
        order by number desc
        limit $3
        """;
}
