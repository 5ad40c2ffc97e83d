namespace LabQueue.Storage.Postgres.Writing;

/// <summary>The statements of a group of changes. The site is always <c>$1</c>, and its lock is held.</summary>
internal static class WriteSql
{
    /// <summary>
    /// The transaction that wrote a site's row last. Where an asynchronous standby took over, its numbers begin again before those that
    /// were lost; the server that gave them is another one then.
    /// </summary>
    private const string Writer = "xmin || ' ' || extract(epoch from pg_postmaster_start_time())";

    /// <summary>Begins a group: no other one of that site, on whatever server, goes on before this one has ended.</summary>
    public const string LockSite = $"""
        select sequence, version, ends, ranked_to, {Writer}
        from site_state
        where site = $1
        for update
        """;

    /// <summary>The last group of this server that is on disk.</summary>
    public const string Written = "select number from written where site = $1 and server = $2";

    /// <summary>The tasks of these uids: index task_uid.</summary>
    public const string ByUid = $"select {TaskColumns.Names} from task where site = $1 and uid = any($2)";

    /// <summary>The tasks of these rows, in the order in which they lie.</summary>
    public const string ById = $"select {TaskColumns.Names} from task where site = $1 and id = any($2)";

    /// <summary>
    /// Of these pairs of context and name those for which a task waits: index task_twin. Each is looked up by itself; of an
    /// <c>exists</c> the planner may make a table of all that wait.
    /// </summary>
    public const string Twins = """
        select twin.key
        from unnest($2) as twin (key)
        where (select true from task where site = $1 and twin_key = twin.key and wait is not null limit 1)
        """;

    /// <summary>Of these lanes those of which a task runs or could, each by itself, too: indexes task_lane, task_lane_running.</summary>
    public const string BusyLanes = """
        select lane.key
        from unnest($2) as lane (key)
        where (select true from task where site = $1 and lane_key = lane.key and wait >= 2 limit 1)
          or (select true from task where site = $1 and lane_key = lane.key and status = 1 limit 1)
        """;

    /// <summary>Of these uids those of which the history knows that they left the queue: index history_uid.</summary>
    public const string EndedUids = """
        select distinct uid
        from history
        where site = $1 and uid = any($2) and status > 2 and ended >= $3
        """;

    /// <summary>All that runs, unless it is known ($2: the transaction that was the last one then). A site runs few tasks at once.</summary>
    public const string Runs = $"""
        select id, uid, consumer_id, number, started, until, lease_seconds, max_seconds, cancel_requested, request, name_key, place
        from run
        where site = $1 and $2 <> (select {Writer} from site_state where site = $1)
        """;

    /// <summary>Tasks whose time has come, earliest first: index task_later.</summary>
    public const string Due = """
        select id, lane_key
        from task
        where site = $1 and wait = 1 and ready_at <= $2
        order by ready_at, id
        limit $3
        """;

    /// <summary>They may be claimed now, or wait for their lane.</summary>
    public const string Promote = """
        update task
        set wait = case when lane_key is null then 3 else 2 end
        where site = $1 and id = any($2) and wait = 1
        """;

    /// <summary>
    /// The best task of each of these lanes comes to its head, and any other one there steps back; where a task of the lane
    /// runs, none may be claimed. Indexes task_lane, task_lane_running.
    /// </summary>
    public const string Elect = """
        with best as (
          select head.id
          from unnest($2) as lane (key)
            cross join lateral (
              select task.id
              from task
              where task.site = $1 and task.lane_key = lane.key and task.wait >= 2
              order by task.rank, task.due, task.context_uid, task.arrival
              limit 1) as head
          where not exists (select from task as other where other.site = $1 and other.lane_key = lane.key and other.status = 1))
        update task
        set wait = case when task.id in (select id from best) then 3 else 2 end
        where task.site = $1 and task.lane_key = any($2) and task.wait >= 2
          and (task.wait = 3) <> (task.id in (select id from best))
        """;

    /// <summary>
    /// The best tasks that may be claimed: index task_ready. The classic rule holds back those of which the name and the place
    /// run ($3, $4); $5 are taken already. Rows that somebody else holds are stepped over.
    /// </summary>
    public const string Candidates = $"""
        select {TaskColumns.Names}
        from task
        where site = $1 and wait = 3 and (place is null or name_key <> all($3) or place <> all($4)) and id <> all($5)
        order by rank, due, context_uid, arrival
        limit $2
        for update skip locked
        """;

    /// <summary>The same of some names ($6) only: index task_ready_name.</summary>
    public const string CandidatesOfNames = $"""
        select found.*
        from unnest($6) as wanted (name_key)
          cross join lateral (
            select {TaskColumns.Names}
            from task
            where site = $1 and task.name_key = wanted.name_key and wait = 3
              and (place is null or task.name_key <> all($3) or place <> all($4)) and id <> all($5)
            order by rank, due, context_uid, arrival
            limit $2
            for update skip locked) as found
        order by rank, due, context_uid, arrival
        limit $2
        """;

    /// <summary>Runs that are over.</summary>
    public static readonly string DeleteRuns = GivenRows.Delete("run", "id");

    /// <summary>Leases that are renewed: no index is touched.</summary>
    public const string Renew = """
        update run
        set until = given.until, lease_seconds = given.lease_seconds
        from unnest($2, $3, $4) as given (id, until, lease_seconds)
        where run.site = $1 and run.id = given.id
        """;

    /// <summary>Runs that are asked to stop.</summary>
    public const string RequestCancel = "update run set cancel_requested = true where site = $1 and id = any($2)";

    /// <summary>Tasks that left the queue.</summary>
    public static readonly string DeleteTasks = GivenRows.Delete("task", "id");

    /// <summary>Their runs, which the history has by now.</summary>
    public static readonly string DeleteAttempts = GivenRows.Delete("attempt", "task");

    /// <summary>Their outcomes, which the history has by now.</summary>
    public static readonly string DeleteOutcomes = GivenRows.Delete("outcome", "task");

    /// <summary>Whether a claim of that task said that.</summary>
    public const string SaidOfTask =
        "select exists (select from attempt where site = $1 and task = $2 and fence = $3 and reported = $4)";

    /// <summary>The newest task of that uid of which a claim said that: index history_uid.</summary>
    public const string SaidOfEnded = $"""
        select {TaskColumns.Names}
        from history
        where site = $1 and uid = $2 and status > 2
          and exists (
            select from json_to_recordset(runs) as run (fence bigint, reported bigint)
            where run.fence = $3 and run.reported = $4)
        order by number desc
        limit 1
        """;

    /// <summary>Tasks that failed for good before a time: index task_failed.</summary>
    public const string FailedBefore = $"""
        select {TaskColumns.Names}
        from task
        where site = $1 and status = 2 and failed_at < $2
        order by failed_at
        limit $3
        """;

    /// <summary>Waiting tasks from a row on, for new ranks.</summary>
    public const string WaitingAfter = """
        select id, name, action, rank, lane_key
        from task
        where site = $1 and id > $2 and wait is not null
        order by id
        limit $3
        """;

    /// <summary>Other ranks.</summary>
    public const string SetRanks = """
        update task
        set rank = given.rank
        from unnest($2, $3) as given (id, rank)
        where task.site = $1 and task.id = given.id
        """;

    /// <summary>Drops the oldest ends of one kind.</summary>
    public const string DropEnds = """
        delete from history
        where site = $1 and status = $2 and number in (
          select number
          from history
          where site = $1 and status = $2
          order by number
          limit $3)
        """;

    /// <summary>Adds to the figures of names.</summary>
    public const string AddCounts = """
        insert into name_count as known (site, name_key, name, queued, running, failed, done)
        select $1, * from unnest($2, $3, $4, $5, $6, $7)
        on conflict (site, name_key) do update
        set queued = known.queued + excluded.queued, running = known.running + excluded.running,
          failed = known.failed + excluded.failed, done = known.done + excluded.done
        """;

    /// <summary>Adds to the figures of a minute.</summary>
    public const string AddMinute = """
        insert into minute as known (site, minute, added, started, done, failed)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (site, minute) do update
        set added = known.added + excluded.added, started = known.started + excluded.started,
          done = known.done + excluded.done, failed = known.failed + excluded.failed
        """;

    /// <summary>Consumers were heard of.</summary>
    public const string HearConsumers = """
        insert into consumer as known (site, consumer_key, consumer_id, first_heard, last_heard, leased, version, names)
        select $1, given.key, given.id, $2, $2, given.leased, given.version, coalesce(given.names, before.names, '[]')
        from unnest($3, $4, $5, $6, $7) as given (key, id, leased, version, names)
          left join consumer as before on before.site = $1 and before.consumer_key = given.key
        on conflict (site, consumer_key) do update
        set last_heard = excluded.last_heard, leased = excluded.leased, version = coalesce(excluded.version, known.version),
          names = excluded.names
        """;

    /// <summary>Consumers that are known were heard of.</summary>
    public const string HearBeats =
        "update consumer set last_heard = $2 where site = $1 and consumer_key = any($3)";

    /// <summary>What happened.</summary>
    public const string InsertEvents = "insert into event (site, number, events) values ($1, $2, $3)";

    /// <summary>Ends a group: how far its numbers went.</summary>
    public const string SetState = $"""
        update site_state
        set sequence = $2, version = $3, ends = $4, ranked_to = $5
        where site = $1
        returning {Writer}
        """;

    /// <summary>Ends a group: this server brought it.</summary>
    public const string SetWritten = """
        insert into written (site, server, number)
        values ($1, $2, $3)
        on conflict (site, server) do update set number = excluded.number
        """;
}
