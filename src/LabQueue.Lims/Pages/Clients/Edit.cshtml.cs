using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Clients;

/// <summary>The form of a client that is there.</summary>
internal sealed class EditModel(LabPageServices pages, LabApiServices api) : ClientForm(pages, api)
{
    /// <summary>The client's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override async Task<IActionResult?> FindAsync()
    {
        Item = await FindAsync(Id, LabClient.Type);
        return Item is null ? NotFound() : May(Permission.Modify, Item) ? null : Refuse();
    }
}
