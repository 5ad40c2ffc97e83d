using LabQueue.Access;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LabQueue.Web.Pages;

/// <summary>Changes the password of who is signed in.</summary>
internal sealed class PasswordModel(IPageAccounts accounts, SessionCookie cookie) : SitePage
{
    /// <inheritdoc/>
    public override string Title => L["Change password"];

    /// <summary>Why it was not changed; null: nobody tried.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Judges the current password, and keeps the new one.</summary>
    /// <param name="current">The current password.</param>
    /// <param name="wanted">The new one.</param>
    /// <param name="again">The new one once more.</param>
    public async Task<IActionResult> OnPostAsync(string? current, string? wanted, string? again)
    {
        if (wanted is null || PasswordRules.Refusal(wanted) is not null)
        {
            return Refuse(L["A password has {0} to {1} characters.", PasswordRules.MinLength, PasswordRules.MaxLength]);
        }

        if (wanted != again)
        {
            return Refuse(L["The new password was not the same both times."]);
        }

        var answer = await accounts.JudgeAsync(Site, Visitor.Username, current ?? string.Empty, HttpContext);
        if (!answer.IsRight)
        {
            return Refuse(answer.SecondsToWait > 0
                ? L.Count(answer.SecondsToWait, "Too many failed attempts. Try again in {0} second.|Too many failed attempts. Try again in {0} seconds.")
                : L["The current password is wrong."]);
        }

        var hash = PasswordRules.Hash(wanted);
        await accounts.KeepPasswordAsync(Site, Visitor.Username, hash, HttpContext);
        cookie.Set(HttpContext, Site, Visitor.Username, hash);
        Tell(MessageKind.Done, L["Your password was changed."]);
        return Go(string.Empty);
    }

    private PageResult Refuse(string sentence)
    {
        Refusal = sentence;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
