using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LabQueue.Lims.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Lims.Users;

/// <summary>Keeps a browser signed in.</summary>
internal sealed class SessionCookie(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>The cookie's name, which is the original's.</summary>
    public const string Name = "__ac";

    /// <summary>The header that requests which change something carry their token in.</summary>
    public const string TokenHeader = "X-CSRF-Token";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly IDataProtector _protector = protection.CreateProtector("LabQueue.Lims.Session");

    /// <summary>Signs a browser in.</summary>
    public Session Set(HttpContext context, string site, LabUser user)
    {
        var session = new Session(
            site, user.Username, StampOf(user), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), time.GetUtcNow() + Lifetime);
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
    public static bool IsOf(Session session, LabUser user) =>
        !user.Disabled && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(session.Stamp), Encoding.ASCII.GetBytes(StampOf(user)));

    /// <summary>Whether a request carries the session's token.</summary>
    public static bool HasToken(Session session, HttpRequest request) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(session.Token), Encoding.UTF8.GetBytes(request.Headers[TokenHeader].ToString()));

    private static string StampOf(LabUser user) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user.PasswordHash)));

    private static CookieOptions Options(HttpContext context, string site) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = $"/{site}",
        IsEssential = true,
    };
}
