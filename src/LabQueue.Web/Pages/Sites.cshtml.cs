using LabQueue.Web.Access;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LabQueue.Web.Pages;

/// <summary>The server's own address: leads to its site, or lists them.</summary>
[ForEverybody]
internal sealed class SitesModel(IPageAccounts accounts) : PageModel
{
    /// <summary>The sites, sorted.</summary>
    public IReadOnlyList<string> Names => accounts.Sites;

    /// <summary>Leads on where there is one.</summary>
    public IActionResult OnGet() => Names is [var only] ? Redirect(SiteAddress.Of(only, string.Empty)) : Page();
}
