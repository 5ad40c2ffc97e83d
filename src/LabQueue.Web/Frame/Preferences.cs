using System.Globalization;
using LabQueue.Web.Languages;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Web.Frame;

/// <summary>How a person wants to see the pages; kept in cookies of the browser, since it is nobody else's business.</summary>
internal static class Preferences
{
    /// <summary>Cookie of the language.</summary>
    public const string LanguageCookie = "labqueue-language";

    /// <summary>Cookie of the theme: <c>light</c> or <c>dark</c>; none: as the machine has it.</summary>
    public const string ThemeCookie = "labqueue-theme";

    /// <summary>Cookie of the time zone, an IANA name, which the pages' script sets.</summary>
    public const string ZoneCookie = "labqueue-zone";

    private const int LongestZone = 64;

    /// <summary>The theme that was chosen; null: as the machine has it.</summary>
    public static string? ThemeOf(HttpRequest request) => request.Cookies[ThemeCookie] is "light" or "dark" ? request.Cookies[ThemeCookie] : null;

    /// <summary>The person's time zone; UTC where the browser did not say.</summary>
    public static TimeZoneInfo ZoneOf(HttpRequest request) =>
        request.Cookies[ZoneCookie] is { Length: > 0 and <= LongestZone } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : TimeZoneInfo.Utc;

    /// <summary>The language that was chosen, or else the first that the browser names and the pages have.</summary>
    public static CultureInfo LanguageOf(HttpRequest request)
    {
        if (Language.Find(request.Cookies[LanguageCookie]) is { } chosen)
        {
            return chosen.Culture;
        }

        foreach (var wanted in request.GetTypedHeaders().AcceptLanguage.OrderByDescending(entry => entry.Quality ?? 1))
        {
            if (Language.FindLike(wanted.Value.ToString()) is { } found)
            {
                return found.Culture;
            }
        }

        return Language.All[0].Culture;
    }

    /// <summary>Keeps a preference for a year; null forgets it.</summary>
    public static void Keep(HttpContext context, string cookie, string? value)
    {
        var options = new CookieOptions
        {
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            HttpOnly = true,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        };
        if (value is null)
        {
            context.Response.Cookies.Delete(cookie, options);
        }
        else
        {
            context.Response.Cookies.Append(cookie, value, options);
        }
    }
}
