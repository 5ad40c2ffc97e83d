using LabQueue.Access;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;

namespace LabQueue.Web.Settings;

/// <summary>The control panel's place in the menus.</summary>
internal sealed class SettingsNavigation(IPageQueues queues, IPageAccounts accounts) : INavigation
{
    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Of(Visitor visitor)
    {
        if (visitor.May(QueueRights.Settings) && queues.Of(visitor.Site) is not null)
        {
            yield return new NavigationEntry(Menu.User, 80, "Queue settings", "@@queue-controlpanel", "adjustments");
            yield return new NavigationEntry(Menu.AddOns, 20, "Queue key", "@@queue-keys", "key");
            if (accounts.HasLaboratory(visitor.Site))
            {
                yield return new NavigationEntry(Menu.Setup, 90, "Add-ons", "addons", "plug");
            }

            yield return new NavigationEntry(Menu.AddOns, 10, "Queue settings", "@@queue-controlpanel", "adjustments");
        }
    }
}
