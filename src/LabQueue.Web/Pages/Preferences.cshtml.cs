using LabQueue.Web.Frame;
using LabQueue.Web.Languages;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages;

/// <summary>Keeps how somebody wants to see the pages.</summary>
[ForEverybody]
internal sealed class PreferencesModel : SitePage
{
    /// <inheritdoc/>
    public override string Title => L["Preferences"];

    /// <summary>There is nothing to see: the menus of every page are the form.</summary>
    public IActionResult OnGet() => Go(string.Empty);

    /// <summary>Keeps a language or a theme, and goes back.</summary>
    /// <param name="language">The language; null: as it is.</param>
    /// <param name="theme"><c>light</c>, <c>dark</c> or <c>auto</c>; null: as it is.</param>
    /// <param name="back">The page that asked.</param>
    public IActionResult OnPost(string? language, string? theme, string? back)
    {
        if (Language.Find(language) is { } chosen)
        {
            Preferences.Keep(HttpContext, Preferences.LanguageCookie, chosen.Code);
        }

        if (theme is "light" or "dark" or "auto")
        {
            Preferences.Keep(HttpContext, Preferences.ThemeCookie, theme == "auto" ? null : theme);
        }

        return Redirect(SiteAddress.Back(Site, back));
    }
}
