namespace LabQueue.Storage.Postgres.Sites;

/// <summary>Every statement on sites, their users and the servers.</summary>
internal static class SiteSql
{
    /// <summary>All sites and how far they have come; few narrow rows.</summary>
    public const string States = """
        select site.id, site_state.version, site_state.sequence
        from site
          join site_state on site_state.site = site.id
        order by site.id
        """;

    /// <summary>How often a site was changed, and whether a task of it may be claimed: index task_ready.</summary>
    public const string State = """
        select version, exists (select from task where task.site = site_state.site and wait = 3)
        from site_state
        where site = $1
        """;

    /// <summary>Of these sites those of which a task may be claimed: index task_ready.</summary>
    public const string HaveWork = """
        select asked.site
        from unnest($1) as asked (site)
        where exists (select from task where task.site = asked.site and wait = 3)
        """;

    /// <summary>A site.</summary>
    public const string Site = """
        select site_state.version, site.name, site.settings, site.paused, site.keys, site.old_keys_end
        from site
          join site_state on site_state.site = site.id
        where site.id = $1
        """;

    /// <summary>Its users.</summary>
    public const string Accounts = "select username, password_hash, roles, disabled from account where site = $1";

    /// <summary>Its consumers that people made quiet, or drain.</summary>
    public const string Modes = "select consumer_id, mode from consumer where site = $1 and mode <> 0";

    /// <summary>A new site; gives no row where there is one of that name.</summary>
    public const string Insert = """
        with made as (
          insert into site (name, settings, paused, keys, old_keys_end)
          values ($1, $2, $3, $4, $5)
          on conflict (name) do nothing
          returning id)
        insert into site_state (site, sequence)
        select id, 1 from made
        returning site
        """;

    /// <summary>Who made it.</summary>
    public const string InsertFirstAudit =
        "insert into audit (site, number, time, actor, action, target, reason) values ($1, 1, $2, $3, 'add_site', $4, $5)";

    /// <summary>A site's settings.</summary>
    public const string SetSettings = "update site set settings = $2 where id = $1";

    /// <summary>Whether a site gives out work.</summary>
    public const string SetPaused = "update site set paused = $2 where id = $1";

    /// <summary>A site's keys.</summary>
    public const string SetKeys = "update site set keys = $2, old_keys_end = $3 where id = $1";

    /// <summary>A new user, or what is known of one anew.</summary>
    public const string PutAccount = """
        insert into account (site, username, password_hash, roles, disabled)
        values ($1, $2, $3, $4, $5)
        on conflict (site, username) do update
        set password_hash = excluded.password_hash, roles = excluded.roles, disabled = excluded.disabled
        """;

    /// <summary>A new user; nothing where there is one of that name.</summary>
    public const string AddAccount = """
        insert into account (site, username, password_hash, roles, disabled)
        values ($1, $2, $3, $4, $5)
        on conflict (site, username) do nothing
        """;

    /// <summary>What people let a consumer do; touches no row where there is no such consumer.</summary>
    public const string SetMode = "update consumer set mode = $3 where site = $1 and consumer_key = $2";

    /// <summary>Consumers that were not heard of for long; those that are not active are remembered for longer.</summary>
    public const string DeleteConsumers = """
        delete from consumer
        where site = $1 and last_heard < case when mode = 0 then $2 else $3 end
        returning mode
        """;

    /// <summary>This server lives.</summary>
    public const string SeeServer = """
        insert into server (id, seen)
        values ($1, $2)
        on conflict (id) do update set seen = excluded.seen
        """;

    /// <summary>This server lives no more.</summary>
    public const string DeleteServer = "delete from server where id = $1";

    /// <summary>Servers that were not seen for long.</summary>
    public const string DeleteLostServers = "delete from server where seen < $1";

    /// <summary>Whether another server was seen since a time.</summary>
    public const string IsAnotherSeen = "select exists (select from server where id <> $1 and seen >= $2)";

    /// <summary>All leases begin anew.</summary>
    public const string Prolong = """
        update run
        set until = $1 + (lease_seconds * 1000000)::bigint
        where lease_seconds is not null
        """;

    /// <summary>What servers remember of any site's runs is not what runs any more.</summary>
    public const string ForgetRuns = "update site_state set sequence = sequence";

    /// <summary>Sites on which time has something to do: index task_later.</summary>
    public const string SitesToSweep = """
        select site_state.site
        from site_state
          join site on site.id = site_state.site
        where ranked_to is not null
          or site.old_keys_end <= $1
          or exists (select from run where run.site = site_state.site and run.until < $1)
          or exists (select from task where task.site = site_state.site and task.wait = 1 and task.ready_at <= $1)
        """;

    /// <summary>Everything of a site, for a fresh start.</summary>
    public static readonly string[] Reset =
    [
        "delete from task where site = $1",
        "delete from run where site = $1",
        "delete from attempt where site = $1",
        "delete from outcome where site = $1",
        "delete from history where site = $1",
        "delete from name_count where site = $1",
        "delete from minute where site = $1",
        "delete from consumer where site = $1",
        "delete from audit where site = $1",
        "delete from account where site = $1",
    ];
}
