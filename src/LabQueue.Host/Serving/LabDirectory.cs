using LabQueue.Engine;
using LabQueue.Lims.Access;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;

namespace LabQueue.Host.Serving;

/// <summary>A server's sites and users, where those of a laboratory's site are the laboratory's own.</summary>
/// <param name="server">The server's own directory.</param>
/// <param name="lab">The laboratory's records.</param>
/// <param name="labSite">Its site.</param>
internal sealed class LabDirectory(ISiteDirectory server, LabStore lab, string labSite) : ISiteDirectory
{
    private readonly LabUsers _users = new();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Site> Sites => server.Sites;

    /// <inheritdoc/>
    public Task<bool> AddSiteAsync(Site site, Actor by, CancellationToken cancellationToken) =>
        server.AddSiteAsync(site, by, cancellationToken);

    /// <inheritdoc/>
    public Task SetKeysAsync(
        string site, IReadOnlyList<string> keys, DateTimeOffset? oldKeysEnd, Actor by, CancellationToken cancellationToken) =>
        server.SetKeysAsync(site, keys, oldKeysEnd, by, cancellationToken);

    /// <inheritdoc/>
    public Task SetAccessAsync(string site, UsersMode users, TrustMode trust, Actor by, CancellationToken cancellationToken) =>
        server.SetAccessAsync(site, users, trust, by, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Account>> AccountsAsync(string site, CancellationToken cancellationToken)
    {
        var others = await server.AccountsAsync(site, cancellationToken);
        if (site != labSite)
        {
            return others;
        }

        await using var reader = await lab.ReadAsync(site, cancellationToken);
        Account[] own = [.. (await LabUsers.AllAsync(reader, cancellationToken)).Select(AccountOf)];
        return
        [
            .. own.Concat(others.ExceptBy(own.Select(account => account.Username), account => account.Username, StringComparer.Ordinal))
                .OrderBy(account => account.Username, StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public async ValueTask<Account?> FindAccountAsync(string site, string username, CancellationToken cancellationToken)
    {
        if (site == labSite)
        {
            await using var reader = await lab.ReadAsync(site, cancellationToken);
            if (await _users.FindAsync(reader, username, cancellationToken) is { } user)
            {
                return AccountOf(user);
            }
        }

        return await server.FindAccountAsync(site, username, cancellationToken);
    }

    /// <inheritdoc/>
    public Task PutAccountAsync(string site, Account account, Actor by, CancellationToken cancellationToken) =>
        site == labSite
            ? lab.ChangeAsync(
                site,
                new Origin(by.Username, lab.Time.GetUtcNow().TruncateToMicroseconds(), null, by.Reason),
                async work =>
                {
                    var before = await _users.FindAsync(work, account.Username, cancellationToken);
                    var after = (before ?? new LabUser(account.Username, [])) with
                    {
                        PasswordHash = account.PasswordHash,
                        Roles = account.Roles,
                        Disabled = account.Disabled,
                    };
                    await LabUsers.PutAsync(work, before, after, before is null ? "create_user" : "edit_user", cancellationToken);
                    return after;
                },
                cancellationToken)
            : server.PutAccountAsync(site, account, by, cancellationToken);

    private static Account AccountOf(LabUser user) => new(user.Username, user.PasswordHash, user.Roles, user.Disabled);
}
