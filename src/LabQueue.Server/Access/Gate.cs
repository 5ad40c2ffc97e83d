using LabQueue.Access;
using LabQueue.Engine;
using LabQueue.Server.Api;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Server.Access;

/// <summary>Finds out who calls: by token first, then by name and password.</summary>
/// <remarks><c>wire-protocol</c>, section 2, and "sites" and "roles" of section 12.</remarks>
internal sealed class Gate(ISiteDirectory directory, PasswordGate passwords, TimeProvider time)
{
    /// <summary>Reads the request's token.</summary>
    /// <param name="site">The site that is asked.</param>
    /// <param name="request">The request.</param>
    /// <param name="username">The user that it speaks for; null where there is no token, or it speaks for nobody.</param>
    /// <returns>False for a token that no key of the site opens: such a request is refused before anything else.</returns>
    public bool TryReadToken(Site site, HttpRequest request, out string? username) =>
        SiteToken.TryRead(site.Keys, request, time.GetUtcNow(), out username);

    /// <summary>Finds the caller.</summary>
    /// <param name="site">The site that is asked.</param>
    /// <param name="context">The request.</param>
    /// <param name="tokenUser">What <see cref="TryReadToken"/> found.</param>
    /// <exception cref="ApiRefusedException">Nobody, or too many wrong passwords.</exception>
    public async ValueTask<Caller> FindAsync(Site site, HttpContext context, string? tokenUser)
    {
        if (tokenUser is not null)
        {
            var account = await directory.FindAccountAsync(site.Name, tokenUser, CancellationToken.None);
            if (account is { Disabled: false } || (account is null && site.Settings.Users == UsersMode.Token))
            {
                return new Caller(tokenUser, RightsOf(site, account));
            }
        }

        return await FindByPasswordAsync(site, context)
            ?? throw new ApiRefusedException(ApiError.Unauthorized);
    }

    /// <summary>Forgets all wrong passwords. For tests, which make them up in numbers while the clock stands.</summary>
    public void Forget() => passwords.Forget();

    private static QueueRights RightsOf(Site site, Account? account) => site.Settings.Trust switch
    {
        TrustMode.Original => QueueRights.All,
        TrustMode.Roles => RoleTable.Of(account?.Roles ?? []),
    };

    private async ValueTask<Caller?> FindByPasswordAsync(Site site, HttpContext context)
    {
        if (!BasicPair.TryRead(context.Request, out var username, out var password))
        {
            return null;
        }

        if (BasicPair.IsFromAnotherSite(context.Request))
        {
            throw new ApiRefusedException(ApiError.Forbidden("A page of another site may not use this browser's password"));
        }

        var account = await directory.FindAccountAsync(site.Name, username, CancellationToken.None);
        var hash = account is { Disabled: false } ? account.PasswordHash : null;
        var answer = await passwords.JudgeAsync(
            site.Name, username, hash, password, context.Connection.RemoteIpAddress, context.RequestAborted);
        return answer switch
        {
            { IsRight: true } => new Caller(username, RightsOf(site, account)),
            { IsBusy: true } => throw new ApiRefusedException(ApiError.Unavailable("Too many passwords wait to be checked")),
            { SecondsToWait: > 0 } => throw new ApiRefusedException(ApiError.TooManyFailures(answer.SecondsToWait)),
            _ => null,
        };
    }
}
