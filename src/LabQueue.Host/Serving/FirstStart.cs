using LabQueue.Access;
using LabQueue.Engine;
using LabQueue.Host.Administration;

namespace LabQueue.Host.Serving;

/// <summary>Makes what a data folder lacks: sites, their keys, and the account <c>admin</c>.</summary>
/// <param name="store">The folder's store.</param>
/// <param name="data">The folder.</param>
internal sealed class FirstStart(IQueueStore store, DataFolder data)
{
    /// <summary>The account that every site has from its beginning.</summary>
    public const string Admin = "admin";

    /// <summary>The site that is made where none is named.</summary>
    public const string DefaultSite = "senaite";

    /// <summary>Who makes what nobody asked for by name.</summary>
    public static Actor Installer { get; } = new(Admin, "first start");

    // Administrator of the server and of the site.
    private static readonly string[] AdminRoles = ["Manager", "Site Administrator"];

    /// <summary>The file with the password of the last administrator that was made; null where there was none to make.</summary>
    public string? PasswordFile { get; private set; }

    /// <summary>Makes a site with its key and its administrator.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="users">Whose users it knows.</param>
    /// <param name="trust">What they may do.</param>
    /// <param name="key">Its key; null: a new one.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where there is one of that name; its users, trust and keys are left as they are.</returns>
    public async Task<bool> AddSiteAsync(
        string name, UsersMode users, TrustMode trust, string? key, Actor by, CancellationToken cancellationToken)
    {
        var settings = new SiteSettings { Users = users, Trust = trust };

        // Row versions keep tasks out of people's way where roles are on, so no chunk has to last.
        settings = trust == TrustMode.Roles ? settings with { MinSecondsTask = 0 } : settings;
        var site = new Site(name, settings, Paused: false, [key ?? FernetToken.NewKey()]);
        var isNew = await store.AddSiteAsync(site, by, cancellationToken);

        // A crash before this is mended by the next start, which comes here for each site.
        await CompleteAsync(name, by, cancellationToken);
        return isNew;
    }

    /// <summary>Gives a site what it lacks: its key's file, the administrator.</summary>
    public async Task CompleteAsync(string name, Actor by, CancellationToken cancellationToken)
    {
        var present = store.Sites[name].Keys[0];
        if (await data.FindKeyAsync(name, cancellationToken) != present)
        {
            await DataFolder.WriteSecretAsync(data.KeyFile(name), present + "\n", cancellationToken);
        }

        await AddAdminAsync(name, by, cancellationToken);
    }

    private async Task AddAdminAsync(string site, Actor by, CancellationToken cancellationToken)
    {
        if (await store.FindAccountAsync(site, Admin, cancellationToken) is not null)
        {
            return;
        }

        // The file first: an account whose password nobody knows would be of no use.
        var (file, password, isNew) = await ReadOrMakePasswordAsync(site, cancellationToken);
        var account = new Account(Admin, PasswordRules.Hash(password), AdminRoles, Disabled: false);
        if (await store.AddAccountAsync(site, account, by, cancellationToken))
        {
            PasswordFile = file;
        }
        else if (isNew)
        {
            // Another server on the same database came first, and the password is in its folder.
            File.Delete(file);
        }
    }

    // Sites made together share the first password. Once its file is gone, that of a further site is told apart by name.
    private async Task<(string File, string Password, bool IsNew)> ReadOrMakePasswordAsync(
        string site, CancellationToken cancellationToken)
    {
        var isFurther = !File.Exists(data.AdminPassword) && store.Sites.Count > 1;
        var file = isFurther ? data.AdminPasswordOf(site) : data.AdminPassword;
        if (File.Exists(file))
        {
            return (file, (await File.ReadAllTextAsync(file, cancellationToken)).Trim(), false);
        }

        var password = Passwords.NewRandom();
        await DataFolder.WriteSecretAsync(file, password + "\n", cancellationToken);
        return (file, password, true);
    }
}
