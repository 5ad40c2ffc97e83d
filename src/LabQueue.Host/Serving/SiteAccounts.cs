using LabQueue.Access;
using LabQueue.Engine;
using LabQueue.Lims.Users;
using LabQueue.Web.Access;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Host.Serving;

/// <summary>Who may sign in to the pages of a server's sites: to a laboratory its own users, elsewhere the server's accounts.</summary>
/// <param name="directory">The server's sites and accounts.</param>
/// <param name="passwords">Judges passwords.</param>
/// <param name="laboratory">The laboratory in this process; null: there is none.</param>
internal sealed class SiteAccounts(ISiteDirectory directory, PasswordGate passwords, LabAccounts? laboratory = null) : IPageAccounts
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Sites => [.. directory.Sites.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public bool HasLaboratory(string site) => LaboratoryOf(site) is not null;

    /// <inheritdoc/>
    public async Task<PageAccount?> FindAsync(string site, string username, CancellationToken cancellationToken)
    {
        if (LaboratoryOf(site) is { } lab)
        {
            return await lab.FindAsync(site, username, cancellationToken);
        }

        return await directory.FindAccountAsync(site, username, cancellationToken) is { Disabled: false } account
            ? new PageAccount(account.Username, account.PasswordHash, account.Roles, RightsOn(site, account))
            : null;
    }

    /// <inheritdoc/>
    public async Task<PasswordAnswer> JudgeAsync(string site, string username, string password, HttpContext context)
    {
        if (LaboratoryOf(site) is { } lab)
        {
            return await lab.JudgeAsync(site, username, password, context);
        }

        var account = await directory.FindAccountAsync(site, username, context.RequestAborted);
        var hash = account is { Disabled: false } ? account.PasswordHash : null;
        return await passwords.JudgeAsync(site, username, hash, password, context.Connection.RemoteIpAddress, context.RequestAborted);
    }

    /// <inheritdoc/>
    public async Task KeepPasswordAsync(string site, string username, string hash, HttpContext context)
    {
        if (LaboratoryOf(site) is { } lab)
        {
            await lab.KeepPasswordAsync(site, username, hash, context);
        }
        else if (await directory.FindAccountAsync(site, username, context.RequestAborted) is { } account)
        {
            await directory.PutAccountAsync(
                site, account with { PasswordHash = hash }, new Actor(username, "change of password"), context.RequestAborted);
        }
    }

    private LabAccounts? LaboratoryOf(string site) =>
        laboratory?.Sites.Contains(site, StringComparer.Ordinal) == true ? laboratory : null;

    private QueueRights RightsOn(string site, Account account) => directory.Sites[site].Settings.Trust switch
    {
        TrustMode.Original => QueueRights.All,
        TrustMode.Roles => RoleTable.Of(account.Roles),
    };
}
