using LabQueue.Lims.Access;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;

namespace LabQueue.Lims.Pages;

/// <summary>The laboratory's entries in the menus.</summary>
internal sealed class LabNavigation : INavigation
{
    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Of(Visitor visitor)
    {
        if (visitor.HasRole([.. SiteRights.Laboratory]))
        {
            yield return new NavigationEntry(Menu.Main, 10, "Worksheets", "worksheets", "list-check");
        }

        if (visitor.HasRole([.. SiteRights.Laboratory, Role.Client]))
        {
            yield return new NavigationEntry(Menu.Main, 20, "Samples", "samples", "test-pipe");
            yield return new NavigationEntry(Menu.Main, 30, "Clients", "clients", "building");
        }

        if (visitor.HasRole([.. SiteRights.Clerks, Role.SiteAdministrator]))
        {
            yield return new NavigationEntry(Menu.User, 80, "Site Setup", "setup", "settings");
        }
    }
}
