namespace LabQueue.Storage.Sqlite;

/// <summary>Every statement on ended tasks and on runs. Parameters are bound in the order in which they stand.</summary>
internal static class HistorySql
{
    private const string Ends = $"""
        select history.number, status, history.ended, ended_by, reason, {Sql.Columns}
        from history
          join task on task.id = history.task
          {Sql.WithRun}
        """;

    /// <summary>An end.</summary>
    public const string Insert = """
        insert into history (site, status, number, task, ended, uid_key, ended_by, reason)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """;

    /// <summary>Ends of one kind, oldest first, a page by number.</summary>
    public const string AfterNumber = $"""
        {Ends}
        where history.site = ? and status = ? and history.number > ?
        order by history.number
        """;

    /// <summary>Ends of one kind, newest first, a page by number.</summary>
    public const string BeforeNumber = $"""
        {Ends}
        where history.site = ? and status = ? and history.number < ?
        order by history.number desc
        """;

    /// <summary>Number of the newest end of one kind.</summary>
    public const string Last = "select number from history where site = ? and status = ? order by number desc limit 1";

    /// <summary>How a task left the queue.</summary>
    public const string OfNumber = $"""
        {Ends}
        where history.site = ? and status in (3, 4, 5) and history.number = ? and uid = ?
        """;

    /// <summary>The same, by the row of the task.</summary>
    public const string OfTask = $"""
        {Ends}
        where history.site = ? and status in (3, 4, 5) and history.number = ? and task.id = ?
        """;

    /// <summary>The ends with which tasks left the queue. Read once, at start.</summary>
    public const string Numbers = "select uid_key, number from history where site = ? and status in (3, 4, 5)";

    /// <summary>The task of a uid that left the queue with that end.</summary>
    public const string TaskOfNumber = """
        select task.id
        from history
          join task on task.id = history.task
        where history.site = ? and status in (3, 4, 5) and history.number = ? and uid = ?
        """;

    /// <summary>The task, if a claim of it said that, whoever took it since.</summary>
    public const string Reported = $"""
        select {Sql.Columns}
        from task
          {Sql.WithRun}
        where id = ?
          and exists (select 1 from attempt as said where said.task = task.id and said.fence = ? and said.reported = ?)
        """;

    /// <summary>What became of one object of a task.</summary>
    public const string InsertOutcome = "insert into outcome (task, ordinal, uid, outcome, message) values (?, ?, ?, ?, ?)";

    /// <summary>The oldest ends of one kind.</summary>
    public const string OldestOfStatus = """
        select number, task, uid_key, ended
        from history
        where site = ? and status = ?
        order by number
        limit ?
        """;

    /// <summary>Failures for good after a number, oldest first.</summary>
    public const string FailedAfter = """
        select number, task, ended
        from history
        where site = ? and status = 2 and number > ?
        order by number
        limit ?
        """;

    /// <summary>Whether that run of a task ended before a time.</summary>
    public const string IsRunEndedBefore = "select 1 from attempt where task = ? and number = ? and ended < ?";

    /// <summary>Ends of one kind after a number: how many tasks of each name that was.</summary>
    public const string DoneSince = """
        select name, count(*)
        from history
          join task on task.id = history.task
        where history.site = ? and status = 3 and history.number > ?
        group by name
        """;

    /// <summary>How many ends a site has. Read once, at start.</summary>
    public const string Count = "select count(*) from history where site = ?";

    /// <summary>Drops an end.</summary>
    public const string Delete = "delete from history where site = ? and status = ? and number = ?";

    /// <summary>Drops a task that left the queue with that end.</summary>
    public const string DeleteTask = "delete from task where id = ? and end_number = ?";

    /// <summary>Drops the runs of a task that is known no more.</summary>
    public const string DeleteAttempts =
        "delete from attempt where task = ?1 and not exists (select 1 from task where id = ?1)";

    /// <summary>Drops the outcomes of a task that is known no more.</summary>
    public const string DeleteOutcomes =
        "delete from outcome where task = ?1 and not exists (select 1 from task where id = ?1)";

    /// <summary>The runs of a task.</summary>
    public const string Attempts = """
        select number, consumer_id, started, ended, outcome, error, reported_by
        from attempt
        where task = ?
        order by number
        """;

    /// <summary>What became of the objects of a task.</summary>
    public const string Outcomes = "select uid, outcome, message from outcome where task = ? order by ordinal";
}
