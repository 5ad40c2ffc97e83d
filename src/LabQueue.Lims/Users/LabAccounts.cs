using LabQueue.Access;
using LabQueue.Lims.Access;
using LabQueue.Lims.Store;
using LabQueue.Web.Access;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Lims.Users;

/// <summary>The users of a laboratory, as the frame of the pages needs them.</summary>
internal sealed class LabAccounts(LabStore store, ILabUsers users, ILabSites sites, SignIn signIn) : IPageAccounts
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Sites => sites.Names;

    /// <inheritdoc/>
    public bool HasLaboratory(string site) => sites.Names.Contains(site, StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<PageAccount?> FindAsync(string site, string username, CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site, cancellationToken);
        return await users.FindAsync(reader, username, cancellationToken) is { Disabled: false, Roles: not [Role.Consumer] } user
            ? new PageAccount(user.Username, user.PasswordHash, user.Roles, RoleTable.Of(user.Roles)) { Fullname = user.Fullname }
            : null;
    }

    /// <inheritdoc/>
    public async Task<PasswordAnswer> JudgeAsync(string site, string username, string password, HttpContext context)
    {
        var answer = await signIn.JudgeAsync(site, username, password, context);
        return new PasswordAnswer(answer.User is not null, answer.SecondsToWait, answer.IsBusy);
    }

    /// <inheritdoc/>
    public Task KeepPasswordAsync(string site, string username, string hash, HttpContext context)
    {
        var origin = new Origin(
            username, store.Time.GetUtcNow().TruncateToMicroseconds(), context.Connection.RemoteIpAddress?.ToString(), "change of password");
        return store.ChangeAsync(
            site,
            origin,
            async work =>
            {
                if (await users.FindAsync(work, username, context.RequestAborted) is { } user)
                {
                    await LabUsers.PutAsync(work, user, user with { PasswordHash = hash }, "change_password", context.RequestAborted);
                }

                return username;
            },
            context.RequestAborted);
    }
}
