using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Web.Access;

/// <summary>Keeps a browser signed in.</summary>
internal sealed class SessionCookie(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>The cookie's name, which is the original's.</summary>
    public const string Name = "__ac";

    /// <summary>The header that requests which change something carry their token in.</summary>
    public const string TokenHeader = "X-CSRF-Token";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly IDataProtector _protector = protection.CreateProtector("LabQueue.Session");

    /// <summary>Signs a browser in. Each time with a session of its own: one that was there before counts no more.</summary>
    /// <param name="context">The request that is answered.</param>
    /// <param name="site">The site.</param>
    /// <param name="username">The user.</param>
    /// <param name="passwordHash">What is kept of the user's password.</param>
    public Session Set(HttpContext context, string site, string username, string passwordHash)
    {
        var session = new Session(
            site, username, StampOf(passwordHash), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), time.GetUtcNow() + Lifetime);
        context.Response.Cookies.Append(Name, _protector.Protect(JsonSerializer.Serialize(session)), Options(context, site));
        return session;
    }

    /// <summary>Signs a browser out.</summary>
    public static void Clear(HttpContext context, string site) => context.Response.Cookies.Delete(Name, Options(context, site));

    /// <summary>What a request's cookie says; null: it has none that is still good for this site.</summary>
    public Session? Read(HttpRequest request, string site)
    {
        if (request.Cookies[Name] is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            var session = JsonSerializer.Deserialize<Session>(_protector.Unprotect(text));
            return session is not null && session.Site == site && session.Ends > time.GetUtcNow() ? session : null;
        }
        catch (Exception foreign) when (foreign is CryptographicException or JsonException)
        {
            // Somebody else's cookie, or one from before the keys were replaced.
            return null;
        }
    }

    /// <summary>Whether a session is still the user's: the password is the one that it began with.</summary>
    public static bool IsOf(Session session, string passwordHash) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(session.Stamp), Encoding.ASCII.GetBytes(StampOf(passwordHash)));

    /// <summary>Whether a request carries the session's token.</summary>
    public static bool HasToken(Session session, HttpRequest request) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(session.Token), Encoding.UTF8.GetBytes(request.Headers[TokenHeader].ToString()));

    private static string StampOf(string passwordHash) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(passwordHash)));

    private static CookieOptions Options(HttpContext context, string site) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = $"/{site}",
        IsEssential = true,
    };
}
