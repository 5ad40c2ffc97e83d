using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Pages.Items;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.SiteSetup;

/// <summary>The first page of the setup.</summary>
internal sealed class IndexModel(LabPageServices pages, LabApiServices api, IEnumerable<INavigation> navigation) : RecordPage(pages, api)
{
    /// <inheritdoc/>
    public override string Title => L["Site Setup"];

    /// <summary>Types that have a list here.</summary>
    public IReadOnlyList<ItemKind> Kinds => MaySetUp(Me) ? ItemKinds.Setup : [];

    /// <summary>Whether the person administers users.</summary>
    public bool MayUsers => UserRoutes.IsAdministrator(Me);

    /// <summary>Pages that other parts of the product have for the setup.</summary>
    public IReadOnlyList<NavigationEntry> Entries(Menu menu) =>
        [.. navigation.SelectMany(part => part.Of(Visitor)).Where(entry => entry.Menu == menu).OrderBy(entry => entry.Order)];

    /// <summary>Whether a person sets up what the laboratory works with.</summary>
    public static bool MaySetUp(LabUser user) => user.Has([.. SiteRights.RolesOf(Permission.ManageBika, restricted: true)]);

    /// <summary>Shows it.</summary>
    public IActionResult OnGet() => MaySetUp(Me) || MayUsers ? Page() : Refuse();
}
