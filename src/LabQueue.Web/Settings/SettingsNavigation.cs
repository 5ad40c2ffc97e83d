using LabQueue.Access;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;

namespace LabQueue.Web.Settings;

/// <summary>The control panel's place in the menus.</summary>
internal sealed class SettingsNavigation(IPageQueues queues) : INavigation
{
    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Of(Visitor visitor)
    {
        if (visitor.May(QueueRights.Settings) && queues.Of(visitor.Site) is not null)
        {
            yield return new NavigationEntry(Menu.User, 80, "Queue settings", "@@queue-controlpanel", "adjustments");
            yield return new NavigationEntry(Menu.AddOns, 10, "Queue settings", "@@queue-controlpanel", "adjustments");
        }
    }
}
