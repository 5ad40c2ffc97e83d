using System.Text.Json;
using LabQueue.Access;
using LabQueue.Engine;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Administration;

/// <summary>Carries out what operators ask, in the process that has the store open.</summary>
/// <param name="store">The store.</param>
/// <param name="data">Its folder.</param>
/// <param name="keyring">Changes its sites' keys.</param>
/// <param name="describe">Says what runs here.</param>
/// <param name="lab">The laboratory in the folder; null: there is none.</param>
internal sealed class AdminService(
    IQueueStore store, DataFolder data, Keyring keyring, Func<ServerDescription> describe, LabHost? lab = null) : IDisposable
{
    private static readonly int LeastMinSeconds = new SiteSettings().MinSecondsTask;

    private readonly ISiteDirectory _directory = lab is null ? store : new LabDirectory(store, lab.Store, lab.Site);

    // Looking up and changing are two steps; two operators at once take turns.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Carries out a request.</summary>
    public async Task<AdminAnswer> HandleAsync(AdminRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await HandleInTurnAsync(request, cancellationToken);
        }
        catch (QueueStoreException trouble)
        {
            return AdminAnswer.Refused(trouble.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private Task<AdminAnswer> HandleInTurnAsync(AdminRequest request, CancellationToken cancellationToken) =>
        request switch
        {
            AdminRequest.Describe => Task.FromResult(new AdminAnswer { Server = describe() }),
            AdminRequest.ListSites => Task.FromResult(new AdminAnswer { Sites = Describe(store.Sites.Values) }),
            AdminRequest.AddSite add => AddSiteAsync(add, cancellationToken),
            AdminRequest.SetSite set => WithSite(set.Site, site => SetSiteAsync(site, set, cancellationToken)),
            AdminRequest.Backup backup => BackupAsync(backup, cancellationToken),
            AdminRequest.ShowKeys show => WithSite(show.Site, site => Task.FromResult(KeysOf(site))),
            AdminRequest.RotateKey rotate => WithSite(rotate.Site, site =>
                RotateKeyAsync(site, rotate, cancellationToken)),
            AdminRequest.RetireKeys retire => WithSite(retire.Site, site =>
                RetireKeysAsync(site, retire, cancellationToken)),
            AdminRequest.ListUsers list => WithSite(list.Site, site => ListUsersAsync(site, cancellationToken)),
            AdminRequest.AddUser add => WithSite(add.Site, site => AddUserAsync(site, add, cancellationToken)),
            AdminRequest.SetPassword set => ChangeUserAsync(
                set.Site,
                set.Username,
                account => account with { PasswordHash = PasswordRules.Hash(set.Password) },
                PasswordRules.Refusal(set.Password),
                set.By,
                cancellationToken),
            AdminRequest.SetRoles set => ChangeUserAsync(
                set.Site, set.Username, account => account with { Roles = set.Roles }, null, set.By, cancellationToken),
            AdminRequest.SetDisabled set => ChangeUserAsync(
                set.Site, set.Username, account => account with { Disabled = set.Disabled }, null, set.By, cancellationToken),
            _ => throw new NotSupportedException($"{request.GetType().Name} is not known."),
        };

    private Task<AdminAnswer> WithSite(string name, Func<Site, Task<AdminAnswer>> handle) =>
        store.Sites.TryGetValue(name, out var site)
            ? handle(site)
            : Task.FromResult(AdminAnswer.Refused($"There is no site '{name}'. Sites: {SiteNames()}."));

    private async Task<AdminAnswer> AddSiteAsync(AdminRequest.AddSite add, CancellationToken cancellationToken)
    {
        if (!SiteName.IsValid(add.Site))
        {
            return AdminAnswer.Refused($"'{add.Site}' is no name for a site; it takes {SiteName.Range}.");
        }

        if (SiteName.Twin(add.Site, store.Sites.Keys) is { } twin)
        {
            return AdminAnswer.Refused(
                $"There is a site '{twin}' already, and '{add.Site}' differs from it in its capitals only.");
        }

        var first = new FirstStart(store, data);
        return await first.AddSiteAsync(add.Site, add.Users, add.Trust, null, By(add.By), cancellationToken)
            ? new AdminAnswer { Sites = Describe([store.Sites[add.Site]]), AdminPasswordFile = first.PasswordFile }
            : AdminAnswer.Refused($"There is a site '{add.Site}' already; it was left as it is.");
    }

    private async Task<AdminAnswer> SetSiteAsync(Site site, AdminRequest.SetSite set, CancellationToken cancellationToken)
    {
        var (users, trust) = (set.Users ?? site.Settings.Users, set.Trust ?? site.Settings.Trust);
        if ((users, trust) != (site.Settings.Users, site.Settings.Trust))
        {
            await store.SetAccessAsync(site.Name, users, trust, By(set.By), cancellationToken);
        }

        // What a site with roles may have is below what the original's trust takes, and would be shown but not done.
        if (trust == TrustMode.Original && site.Settings.MinSecondsTask < LeastMinSeconds)
        {
            var seconds = new JsonText(JsonSerializer.Serialize(LeastMinSeconds));
            await store.Queue(site.Name).ChangeSettingsAsync(
                new Dictionary<string, JsonText>(StringComparer.Ordinal) { ["min_seconds_task"] = seconds },
                By(set.By),
                cancellationToken);
        }

        return new AdminAnswer { Sites = Describe([store.Sites[site.Name]]) };
    }

    private async Task<AdminAnswer> RotateKeyAsync(Site site, AdminRequest.RotateKey rotate, CancellationToken cancellationToken)
    {
        var key = rotate.Key ?? FernetToken.NewKey();
        if (!FernetToken.IsKey(key))
        {
            return AdminAnswer.Refused("This is no key; it takes 32 bytes as url-safe base64, as 'labqueue keygen' makes.");
        }

        var oldGoodFor = rotate.OldHours is { } hours ? TimeSpan.FromHours(hours) : (TimeSpan?)null;
        await keyring.RotateAsync(site, key, oldGoodFor, By(rotate.By), cancellationToken);
        return KeysOf(store.Sites[site.Name]);
    }

    private async Task<AdminAnswer> RetireKeysAsync(Site site, AdminRequest.RetireKeys retire, CancellationToken cancellationToken)
    {
        await keyring.RetireAsync(site, By(retire.By), cancellationToken);
        return KeysOf(store.Sites[site.Name]);
    }

    private static AdminAnswer KeysOf(Site site) => new() { Keys = site.Keys, OldKeysEnd = site.OldKeysEnd };

    private async Task<AdminAnswer> ListUsersAsync(Site site, CancellationToken cancellationToken)
    {
        var accounts = await _directory.AccountsAsync(site.Name, cancellationToken);
        return new AdminAnswer { Users = [.. accounts.Select(UserDescription.Of)] };
    }

    private async Task<AdminAnswer> AddUserAsync(
        Site site, AdminRequest.AddUser add, CancellationToken cancellationToken)
    {
        if ((UsernameRules.Refusal(add.Username) ?? PasswordRules.Refusal(add.Password)) is { } refusal)
        {
            return AdminAnswer.Refused(refusal);
        }

        if (await _directory.FindAccountAsync(site.Name, add.Username, cancellationToken) is not null)
        {
            return AdminAnswer.Refused($"Site '{site.Name}' has a user '{add.Username}' already; nothing was changed.");
        }

        var account = new Account(add.Username, PasswordRules.Hash(add.Password), add.Roles, Disabled: false);
        await _directory.PutAccountAsync(site.Name, account, By(add.By), cancellationToken);
        return new AdminAnswer { Users = [UserDescription.Of(account)] };
    }

    private Task<AdminAnswer> ChangeUserAsync(
        string site,
        string username,
        Func<Account, Account> change,
        string? refusal,
        string by,
        CancellationToken cancellationToken) =>
        refusal is not null ? Task.FromResult(AdminAnswer.Refused(refusal)) : WithSite(site, async _ =>
        {
            if (await _directory.FindAccountAsync(site, username, cancellationToken) is not { } account)
            {
                return AdminAnswer.Refused($"Site '{site}' has no user '{username}'.");
            }

            var changed = change(account);
            await _directory.PutAccountAsync(site, changed, By(by), cancellationToken);
            return new AdminAnswer { Users = [UserDescription.Of(changed)] };
        });

    private async Task<AdminAnswer> BackupAsync(AdminRequest.Backup backup, CancellationToken cancellationToken)
    {
        if (File.Exists(backup.File) || File.Exists(BackupFile.OfLaboratory(backup.File)))
        {
            return AdminAnswer.Refused($"{backup.File} is there already; a backup overwrites nothing.");
        }

        try
        {
            await BackupFile.WriteAsync(store, backup.File, cancellationToken);
            if (lab is not null)
            {
                await lab.BackupAsync(BackupFile.OfLaboratory(backup.File), cancellationToken);
            }

            return new AdminAnswer();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return AdminAnswer.Refused($"The backup could not be written: {trouble.Message}");
        }
    }

    private static Actor By(string person) => new(person, "command line");

    private static SiteDescription[] Describe(IEnumerable<Site> sites) =>
        [.. sites.OrderBy(site => site.Name, StringComparer.Ordinal).Select(SiteDescription.Of)];

    private string SiteNames() => string.Join(", ", store.Sites.Keys.Order(StringComparer.Ordinal));
}
