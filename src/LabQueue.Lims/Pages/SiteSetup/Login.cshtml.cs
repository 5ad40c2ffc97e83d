using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Pages.Clients;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.SiteSetup;

/// <summary>Which user a lab contact is.</summary>
internal sealed class LoginModel(LabPageServices pages, LabApiServices api) : LoginPage(pages, api)
{
    /// <summary>The lab contact's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = string.Empty;

    /// <inheritdoc/>
    public override string PathAbove => "setup/labcontacts";

    /// <inheritdoc/>
    protected override async Task<IActionResult?> FindContactAsync()
    {
        if (await FindAsync(Id, LabContact.Type) is not LabContact found)
        {
            return NotFound();
        }

        Contact = found;
        return null;
    }
}
