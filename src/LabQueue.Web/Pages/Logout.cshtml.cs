using LabQueue.Web.Access;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages;

/// <summary>Signs a browser out.</summary>
internal sealed class LogoutModel : SitePage
{
    /// <inheritdoc/>
    public override string Title => L["Log out"];

    /// <summary>Signs out.</summary>
    public IActionResult OnPost()
    {
        SessionCookie.Clear(HttpContext, Site);
        Tell(MessageKind.Done, L["You are signed out."]);
        return Go("login");
    }
}
