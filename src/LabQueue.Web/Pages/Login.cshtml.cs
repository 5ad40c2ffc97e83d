using LabQueue.Web.Access;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LabQueue.Web.Pages;

/// <summary>Signs a browser in.</summary>
[ForEverybody]
internal sealed class LoginModel(IPageAccounts accounts, SessionCookie cookie) : SitePage
{
    private const int LongestField = 200;

    /// <inheritdoc/>
    public override string Title => L["Log in"];

    /// <summary>The name that was sent.</summary>
    [BindProperty(Name = "__ac_name")]
    public string? Username { get; set; }

    /// <summary>The password that was sent; it is never sent back.</summary>
    [BindProperty(Name = "__ac_password")]
    public string? Password { get; set; }

    /// <summary>The page that was asked for before.</summary>
    [BindProperty(Name = "came_from", SupportsGet = true)]
    public string? CameFrom { get; set; }

    /// <summary>Why nobody was signed in; null: nobody tried.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Shows the form, or leads on who is signed in.</summary>
    public IActionResult OnGet() => Visitor.IsSignedIn ? Redirect(SiteAddress.Back(Site, CameFrom)) : Page();

    /// <summary>Judges name and password. The answer does not tell which of them is wrong.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (Username is not { Length: > 0 and <= LongestField } || Password is not { Length: > 0 and <= LongestField })
        {
            return Refuse(StatusCodes.Status400BadRequest, L["Login name and password are needed."]);
        }

        var answer = await accounts.JudgeAsync(Site, Username, Password, HttpContext);
        switch (answer)
        {
            case { IsRight: true }:
                if (await accounts.FindAsync(Site, Username, Aborted) is not { } account)
                {
                    return Refuse(StatusCodes.Status403Forbidden, L["This account is for programs and has no pages."]);
                }

                cookie.Set(HttpContext, Site, account.Username, account.PasswordHash);
                return Redirect(SiteAddress.Back(Site, CameFrom));
            case { SecondsToWait: > 0 and var seconds }:
                Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return Refuse(StatusCodes.Status429TooManyRequests, L.Count(seconds, "Too many failed attempts. Try again in {0} second.|Too many failed attempts. Try again in {0} seconds."));
            case { IsBusy: true }:
                return Refuse(StatusCodes.Status503ServiceUnavailable, L["Too many people sign in at the moment. Try again in a few seconds."]);
            default:
                return Refuse(StatusCodes.Status401Unauthorized, L["Login failed. Login name or password is wrong."]);
        }
    }

    private PageResult Refuse(int status, string sentence)
    {
        Refusal = sentence;
        Response.StatusCode = status;
        return Page();
    }
}
