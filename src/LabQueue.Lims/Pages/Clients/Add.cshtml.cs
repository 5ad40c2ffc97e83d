using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Clients;

/// <summary>The form of a new client.</summary>
internal sealed class AddModel(LabPageServices pages, LabApiServices api) : ClientForm(pages, api)
{
    /// <inheritdoc/>
    protected override Task<IActionResult?> FindAsync() => Task.FromResult<IActionResult?>(
        Me.Has([.. SiteRights.RolesOf(Permission.AddClient, restricted: true)]) ? null : Refuse());
}
