using System.Text.Json;
using LabQueue.Engine;
using LabQueue.Storage.Postgres.Writing;

namespace LabQueue.Storage.Postgres.Sites;

/// <summary>Changes sites, their settings, keys and users, and writes down who wanted it.</summary>
internal static class SiteChanges
{
    /// <summary>Stops giving out work, or goes on.</summary>
    public static async Task<bool> SetPausedAsync(GroupWork work, bool paused, Actor by, CancellationToken cancellationToken)
    {
        if (work.Site.Paused == paused)
        {
            return false;
        }

        await RunAsync(work, SiteSql.SetPaused, statement => statement.With(paused), cancellationToken);
        work.Site = work.Site with { Paused = paused };
        work.MayHaveWork = true;
        work.Audit(by, paused ? "pause" : "resume", null);
        work.Tell(paused ? "paused" : "resumed");
        return true;
    }

    /// <summary>Makes a consumer quiet, drains it, or gives it work again.</summary>
    public static async Task<ChangeOutcome> SetConsumerAsync(
        GroupWork work, string consumerId, ConsumerMode mode, Actor by, CancellationToken cancellationToken)
    {
        await using (var batch = new SqlBatch(work.Connection))
        {
            batch.Add(SiteSql.SetMode).With(work.SiteId).With(TextKey.Of(consumerId)).With((short)mode);
            if (await batch.RunAsync(cancellationToken) == 0)
            {
                return ChangeOutcome.NotFound;
            }
        }

        if (work.ModeOf(consumerId) != mode)
        {
            work.Modes = mode == ConsumerMode.Active ? work.Modes.Remove(consumerId) : work.Modes.SetItem(consumerId, mode);
            NoteNew(work);
            work.MayHaveWork = true;
            work.Audit(by, ConsumerRules.ActionOf(mode), consumerId);
            work.Tell("consumer");
        }

        return ChangeOutcome.Changed;
    }

    /// <summary>Sets all settings.</summary>
    public static async Task<SiteSettings> SetSettingsAsync(
        GroupWork work, SiteSettings settings, Actor by, CancellationToken cancellationToken)
    {
        var detail = SettingRules.Differences(work.Settings, settings);
        var isReranked = !settings.TopPriorityTasks.SequenceEqual(work.Settings.TopPriorityTasks, StringComparer.Ordinal);
        await RunAsync(
            work, SiteSql.SetSettings, statement => statement.With(SiteReading.WriteSettings(settings)), cancellationToken);
        work.Site = work.Site with { Settings = settings };
        if (isReranked)
        {
            Reranking.Start(work);
            await Reranking.RunAsync(work, cancellationToken);
        }

        work.MayHaveWork = true;
        work.Audit(by, "settings", null, detail);
        work.Tell("settings");
        return settings;
    }

    /// <summary>Sets the keys that tokens may be made with.</summary>
    public static async Task<bool> SetKeysAsync(
        GroupWork work, IReadOnlyList<string> keys, DateTimeOffset? oldKeysEnd, Actor by, CancellationToken cancellationToken)
    {
        await RunAsync(
            work,
            SiteSql.SetKeys,
            statement => statement.With(TaskColumns.WriteList(keys)).With(oldKeysEnd?.ToMicroseconds()),
            cancellationToken);
        work.Site = work.Site with { Keys = [.. keys], OldKeysEnd = oldKeysEnd };
        work.Audit(by, "keys", null, $"{keys.Count} valid");
        return true;
    }

    /// <summary>Makes a user, or replaces what is known of one.</summary>
    public static async Task<bool> PutAccountAsync(GroupWork work, Account account, Actor by, CancellationToken cancellationToken)
    {
        await WriteAccountAsync(work, SiteSql.PutAccount, account, by, cancellationToken);
        return true;
    }

    /// <summary>Makes a user, where there is none of that name.</summary>
    public static Task<bool> AddAccountAsync(GroupWork work, Account account, Actor by, CancellationToken cancellationToken) =>
        WriteAccountAsync(work, SiteSql.AddAccount, account, by, cancellationToken);

    /// <summary>Empties a site and starts it afresh: for tests that replay recorded conversations.</summary>
    public static async Task<bool> ResetAsync(
        GroupWork work, Site fresh, IReadOnlyList<Account> accounts, CancellationToken cancellationToken)
    {
        await using (var batch = new SqlBatch(work.Connection))
        {
            foreach (var sql in SiteSql.Reset)
            {
                batch.Add(sql).With(work.SiteId);
            }

            batch.Add(SiteSql.SetSettings).With(work.SiteId).With(SiteReading.WriteSettings(fresh.Settings));
            batch.Add(SiteSql.SetPaused).With(work.SiteId).With(fresh.Paused);
            await batch.RunAsync(cancellationToken);
        }

        var by = new Actor("reset");
        work.Head = work.Head with { Ends = 0, RankedTo = null };
        work.Site = fresh with { Name = work.Site.Name };
        await SetKeysAsync(work, fresh.Keys, fresh.OldKeysEnd, by, cancellationToken);
        foreach (var account in accounts)
        {
            await PutAccountAsync(work, account, by, cancellationToken);
        }

        work.State.ForgetHeard();
        work.IsReset = true;
        return true;
    }

    /// <summary>Other servers read the site again when they see another version.</summary>
    public static void NoteNew(GroupWork work)
    {
        work.Head = work.Head with { Version = work.Head.Version + 1 };
        work.IsChanged = true;
    }

    private static async Task<bool> WriteAccountAsync(
        GroupWork work, string sql, Account account, Actor by, CancellationToken cancellationToken)
    {
        var isWritten = await RunAsync(
            work,
            sql,
            statement => statement.With(SafeText.Write(account.Username)).With(account.PasswordHash)
                .With(TaskColumns.WriteList(account.Roles)).With(account.Disabled),
            cancellationToken);
        if (isWritten)
        {
            var detail = JsonSerializer.Serialize(new { account.Roles, account.Disabled }, QueueJson.Options);
            work.Audit(by, "account", account.Username, detail);
        }

        return isWritten;
    }

    private static async Task<bool> RunAsync(
        GroupWork work, string sql, Func<SqlStatement, SqlStatement> with, CancellationToken cancellationToken)
    {
        await using var batch = new SqlBatch(work.Connection);
        with(batch.Add(sql).With(work.SiteId));
        if (await batch.RunAsync(cancellationToken) == 0)
        {
            return false;
        }

        NoteNew(work);
        return true;
    }
}
