using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Clients;

/// <summary>Which user a client's contact is.</summary>
internal sealed class LoginModel(LabPageServices pages, LabApiServices api) : LoginPage(pages, api)
{
    /// <summary>The client's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = string.Empty;

    /// <summary>The contact's id.</summary>
    [BindProperty(SupportsGet = true, Name = "contact")]
    public string ContactId { get; set; } = string.Empty;

    /// <inheritdoc/>
    public override string PathAbove => $"clients/{Id}/contacts";

    /// <inheritdoc/>
    protected override async Task<IActionResult?> FindContactAsync()
    {
        if (await FindAsync(ContactId, Objects.Contact.Type) is not Contact found || await FindAsync(Id, LabClient.Type) is not { } client || found.ParentUid != client.Uid)
        {
            return NotFound();
        }

        Contact = found;
        return null;
    }
}
