using System.Text.Json;
using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Changes sites, their settings, keys and users, and writes down who wanted it.</summary>
internal static class ChangeSites
{
    /// <summary>Makes a site.</summary>
    public static bool Add(WriteSession session, SiteRegistry sites, Site site, Actor by)
    {
        if (sites.Contains(site.Name))
        {
            return false;
        }

        var row = session.Database.Prepare(DirectorySql.InsertSite)
            .Bind(site.Name).Bind(SiteRegistry.WriteSettings(site.Settings)).Bind(site.Paused)
            .Bind(SiteRegistry.WriteList(site.Keys)).Bind(site.OldKeysEnd?.ToMicroseconds());
        row.Step();
        var state = new SiteState(row.Int32(), site);
        row.Run();
        session.Audit(state, by, "add_site", site.Name);
        sites.Add(state);
        return true;
    }

    /// <summary>Stops giving out work, or goes on.</summary>
    public static bool SetPaused(WriteSession session, SiteState site, bool paused, Actor by)
    {
        if (site.Site.Paused == paused)
        {
            return false;
        }

        session.Database.Prepare(DirectorySql.SetPaused).Bind(paused).Bind(site.Id).Run();
        site.Site = site.Site with { Paused = paused };
        session.NoteFreed(site);
        session.Audit(site, by, paused ? "pause" : "resume", null);
        session.Tell(site, paused ? "paused" : "resumed");
        return true;
    }

    /// <summary>Sets all settings.</summary>
    public static SiteSettings SetSettings(WriteSession session, SiteState site, SiteSettings settings, Actor by)
    {
        var detail = SettingRules.Differences(site.Settings, settings);
        session.Database.Prepare(DirectorySql.SetSettings).Bind(SiteRegistry.WriteSettings(settings)).Bind(site.Id).Run();
        site.Site = site.Site with { Settings = settings };

        // What is claimed next goes by the new list at once; lists follow, those of many tasks in rounds of housekeeping.
        Reranking.Start(site);
        Reranking.Run(session, site);
        session.NoteFreed(site);
        session.Audit(site, by, "settings", null, detail);
        session.Tell(site, "settings");
        return settings;
    }

    /// <summary>Sets the keys that tokens may be made with.</summary>
    public static bool SetKeys(
        WriteSession session, SiteState site, IReadOnlyList<string> keys, DateTimeOffset? oldKeysEnd, Actor by)
    {
        session.Database.Prepare(DirectorySql.SetKeys)
            .Bind(SiteRegistry.WriteList(keys)).Bind(oldKeysEnd?.ToMicroseconds()).Bind(site.Id)
            .Run();
        site.Site = site.Site with { Keys = [.. keys], OldKeysEnd = oldKeysEnd };
        session.Audit(site, by, "keys", null, $"{keys.Count} valid");
        return true;
    }

    /// <summary>Makes a user, or replaces what is known of one.</summary>
    public static bool PutAccount(WriteSession session, SiteState site, Account account, Actor by)
    {
        session.Database.Prepare(DirectorySql.PutAccount)
            .Bind(site.Id).Bind(account.Username).Bind(account.PasswordHash).Bind(SiteRegistry.WriteList(account.Roles))
            .Bind(account.Disabled)
            .Run();
        site.Accounts[account.Username] = account;
        var detail = JsonSerializer.Serialize(new { account.Roles, account.Disabled }, QueueJson.Options);
        session.Audit(site, by, "account", account.Username, detail);
        return true;
    }

    /// <summary>Empties a site and starts it afresh: for tests that replay recorded conversations.</summary>
    public static bool Reset(WriteSession session, SiteRegistry sites, SiteState site, Site fresh, IReadOnlyList<Account> accounts)
    {
        session.Database.Prepare(ResetSql.Attempts).Bind(site.Id).Run();
        session.Database.Prepare(ResetSql.Outcomes).Bind(site.Id).Run();
        foreach (var sql in ResetSql.Tables)
        {
            session.Database.Prepare(sql).Bind(site.Id).Run();
        }

        session.Database.Prepare(DirectorySql.SetSettings).Bind(SiteRegistry.WriteSettings(fresh.Settings)).Bind(site.Id).Run();
        session.Database.Prepare(DirectorySql.SetPaused).Bind(fresh.Paused).Bind(site.Id).Run();
        SetKeys(session, site, fresh.Keys, fresh.OldKeysEnd, new Actor("reset"));
        foreach (var account in accounts)
        {
            PutAccount(session, site, account, new Actor("reset"));
        }

        site.Consumers.Clear();
        site.Minutes.Clear();
        site.Live.Clear();
        site.Waiting.Clear();
        sites.Reload(session.Database, session.Now);
        session.Index?.TellGone();
        return true;
    }
}
