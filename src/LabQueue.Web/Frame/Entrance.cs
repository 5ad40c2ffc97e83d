using System.Security.Claims;
using LabQueue.Web.Access;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Web.Frame;

/// <summary>Finds out who looks, by the cookie of a session.</summary>
internal sealed class Entrance(IPageAccounts accounts, SessionCookie cookie)
{
    /// <summary>Whether the process has pages of that site.</summary>
    public bool Has(string site) => accounts.Sites.Contains(site, StringComparer.Ordinal);

    /// <summary>Finds out who sends a request, and notes it there.</summary>
    public async Task<Visitor> EnterAsync(HttpContext context, string site)
    {
        var account = cookie.Read(context.Request, site) is { } session
            && await accounts.FindAsync(site, session.Username, context.RequestAborted) is { } found
            && SessionCookie.IsOf(session, found.PasswordHash)
                ? found
                : null;
        var visitor = new Visitor(site, account);
        context.Features.Set(visitor);

        // Forms are bound to who they were made for.
        context.User = account is null
            ? new ClaimsPrincipal(new ClaimsIdentity())
            : new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, $"{site}/{account.Username}")], "session"));
        return visitor;
    }
}
