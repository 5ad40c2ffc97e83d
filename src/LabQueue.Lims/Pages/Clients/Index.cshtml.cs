using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Pages.Items;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Clients;

/// <summary>The clients that the person may see.</summary>
internal sealed class IndexModel(LabPageServices pages, LabApiServices api) : ItemListPage(pages, api)
{
    /// <inheritdoc/>
    public override string Title => L["Clients"];

    /// <inheritdoc/>
    public override ItemKind Kind => ItemKinds.Clients;

    /// <summary>Whether the person may add one.</summary>
    public bool MayAdd => Me.Has([.. SiteRights.RolesOf(Permission.AddClient, restricted: true)]);

    /// <inheritdoc/>
    public override string PathOf(LabObject item) => $"clients/{item.Id}";

    /// <summary>Shows a page of the list; a client's contact its own client.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (Me.ClientUid is { } own && !Visibility.IsLaboratory && await FindAsync(own, LabClient.Type) is { } client)
        {
            return Go(PathOf(client));
        }

        await ReadAsync();
        return Page();
    }

    /// <inheritdoc/>
    protected override Task<IActionResult?> FindContextAsync() => Task.FromResult<IActionResult?>(null);
}
