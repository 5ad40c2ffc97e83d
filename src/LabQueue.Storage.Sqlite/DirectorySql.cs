namespace LabQueue.Storage.Sqlite;

/// <summary>Every statement on sites, users, figures and records. Parameters are bound in the order in which they stand.</summary>
internal static class DirectorySql
{
    /// <summary>All sites.</summary>
    public const string Sites = "select id, name, settings, paused, keys, old_keys_end from site order by id";

    /// <summary>A new site.</summary>
    public const string InsertSite = "insert into site (name, settings, paused, keys, old_keys_end) values (?, ?, ?, ?, ?) returning id";

    /// <summary>A site's settings.</summary>
    public const string SetSettings = "update site set settings = ? where id = ?";

    /// <summary>Whether a site gives out work.</summary>
    public const string SetPaused = "update site set paused = ? where id = ?";

    /// <summary>A site's keys.</summary>
    public const string SetKeys = "update site set keys = ?, old_keys_end = ? where id = ?";

    /// <summary>The users of a site.</summary>
    public const string Accounts = """
        select username, password_hash, roles, disabled
        from account
        where site = ?
        order by username
        """;

    /// <summary>A new user, or what is known of one anew.</summary>
    public const string PutAccount = """
        insert into account (site, username, password_hash, roles, disabled)
        values (?, ?, ?, ?, ?)
        on conflict (site, username) do update
        set password_hash = excluded.password_hash, roles = excluded.roles, disabled = excluded.disabled
        """;

    /// <summary>What a person changed.</summary>
    public const string InsertAudit = """
        insert into audit (site, time, actor, action, target, reason, detail)
        values (?, ?, ?, ?, ?, ?, ?)
        """;

    /// <summary>What people changed, newest first. By the table's own order.</summary>
    public const string Audit = """
        select number, time, actor, action, target, reason, detail
        from audit
        where site = ? and number < ?
        order by number desc
        limit ?
        """;

    /// <summary>Changes of one kind, newest first. Index audit_action.</summary>
    public const string AuditOfAction = """
        select number, time, actor, action, target, reason, detail
        from audit indexed by audit_action
        where site = ? and action = ? and number < ?
        order by number desc
        limit ?
        """;

    /// <summary>A minute's figures.</summary>
    public const string PutMinute = """
        insert into minute (site, minute, added, started, done, failed)
        values (?, ?, ?, ?, ?, ?)
        on conflict (site, minute) do update
        set added = excluded.added, started = excluded.started, done = excluded.done, failed = excluded.failed
        """;

    /// <summary>How many tasks of each name run and failed. Read once, at start: index task_order.</summary>
    public const string CountOthers = """
        select name, sum(state = 3), sum(state = 4)
        from task indexed by task_order
        where site = ? and state in (3, 4) and end_number = 0
        group by name
        """;

    /// <summary>What went well, by name; the empty name has the number of the last end in it.</summary>
    public const string Done = "select name, done from done where site = ?";

    /// <summary>Writes that down.</summary>
    public const string PutDone = """
        insert into done (site, name, done)
        values (?, ?, ?)
        on conflict (site, name) do update set done = excluded.done
        """;

    /// <summary>The figures of each minute since then.</summary>
    public const string Minutes = """
        select minute, added, started, done, failed
        from minute
        where site = ? and minute >= ?
        order by minute
        """;

    /// <summary>Minutes that are too old for any page.</summary>
    public const string DeleteMinutes = "delete from minute where site = ? and minute < ?";

    /// <summary>The consumers heard of.</summary>
    public const string Consumers = """
        select consumer_id, first_heard, last_heard, leased, version, names, mode
        from consumer
        where site = ?
        """;

    /// <summary>A consumer was heard of.</summary>
    public const string PutConsumer = """
        insert into consumer (site, consumer_id, first_heard, last_heard, leased, version, names, mode)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (site, consumer_id) do update
        set last_heard = excluded.last_heard, leased = excluded.leased, version = excluded.version, names = excluded.names,
          mode = excluded.mode
        """;

    /// <summary>A consumer that was not heard of for long.</summary>
    public const string DeleteConsumer = "delete from consumer where site = ? and consumer_id = ?";
}
