namespace LabQueue.Storage.Sqlite;

/// <summary>Every statement on ended tasks and on runs. Parameters are bound in the order in which they stand.</summary>
internal static class HistorySql
{
    /// <summary>An end. The values come from the task as it was when it ended.</summary>
    public const string Insert = $"""
        insert into history (site, status, ended, ended_by, reason, id, {Sql.Shared})
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
          ?, ?, ?, ?, ?)
        """;

    /// <summary>The columns of an end, in the order in which <see cref="TaskColumns"/> reads them.</summary>
    public const string Columns = $"number, status, ended, ended_by, reason, id, {Sql.Shared}";

    /// <summary>The ends of a uid, newest first: index history_uid.</summary>
    public const string OfUid = $"""
        select {Columns}
        from history indexed by history_uid
        where site = ? and uid = ?
        order by number desc
        """;

    /// <summary>The end that a claim's report brought: index history_uid.</summary>
    public const string ReportedEnd = $"""
        select {Columns}
        from history indexed by history_uid
        where site = ? and uid = ? and reported_fence = ? and reported_kind = ?
        limit 1
        """;

    /// <summary>Whether the history knows a uid that left the queue: index history_uid.</summary>
    public const string IsEnded = """
        select 1
        from history indexed by history_uid
        where site = ? and uid = ? and status <> 2
        limit 1
        """;

    /// <summary>A run that ended.</summary>
    public const string InsertAttempt = """
        insert or ignore into attempt (task, number, consumer_id, started, ended, outcome, error)
        values (?, ?, ?, ?, ?, ?, ?)
        """;

    /// <summary>What became of one object of a task.</summary>
    public const string InsertOutcome = """
        insert into outcome (task, ordinal, uid, outcome, message)
        values (?, ?, ?, ?, ?)
        """;

    /// <summary>The oldest ends of one kind: index history_status.</summary>
    public const string OldestOfStatus = """
        select number, id, uid, ended
        from history indexed by history_status
        where site = ? and status = ?
        order by number
        limit ?
        """;

    /// <summary>The oldest ends of a site, of whatever kind.</summary>
    public const string Oldest = """
        select number, id, uid, ended
        from history
        where site = ?
        order by number
        limit ?
        """;

    /// <summary>How many ends a site has: a counter.</summary>
    public const string Ends = "select coalesce(sum(ends), 0) from ends where site = ?";

    /// <summary>Changes that counter.</summary>
    public const string AddToEnds = """
        insert into ends (site, ends)
        values (?, ?)
        on conflict (site) do update set ends = ends + excluded.ends
        """;

    /// <summary>Drops an end.</summary>
    public const string Delete = "delete from history where number = ?";

    /// <summary>The runs of a task that is known no more: index history_uid.</summary>
    public const string DeleteAttempts = """
        delete from attempt
        where task = ?1
          and not exists (select 1 from task where id = ?1)
          and not exists (select 1 from history indexed by history_uid where site = ?2 and uid = ?3 and id = ?1)
        """;

    /// <summary>The outcomes of a task that is known no more: index history_uid.</summary>
    public const string DeleteOutcomes = """
        delete from outcome
        where task = ?1
          and not exists (select 1 from task where id = ?1)
          and not exists (select 1 from history indexed by history_uid where site = ?2 and uid = ?3 and id = ?1)
        """;

    /// <summary>The runs of a task.</summary>
    public const string Attempts = """
        select number, consumer_id, started, ended, outcome, error
        from attempt
        where task = ?
        order by number, ended
        """;

    /// <summary>What became of the objects of a task.</summary>
    public const string Outcomes = "select uid, outcome, message from outcome where task = ? order by ordinal";

    /// <summary>Ends of one kind, oldest first, a page by number: index history_status.</summary>
    public const string AfterNumber = $"""
        select {Columns}
        from history indexed by history_status
        where site = ? and status = ? and number > ?
        order by number
        limit ?
        """;

    /// <summary>Ends of one kind, newest first, a page by number: index history_status.</summary>
    public const string BeforeNumber = $"""
        select {Columns}
        from history indexed by history_status
        where site = ? and status = ? and number < ?
        order by number desc
        limit ?
        """;

    /// <summary>Number of the newest end of one kind: index history_status.</summary>
    public const string Last = """
        select number
        from history indexed by history_status
        where site = ? and status = ?
        order by number desc
        limit 1
        """;
}
