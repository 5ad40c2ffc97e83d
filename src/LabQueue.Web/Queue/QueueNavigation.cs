using LabQueue.Access;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;

namespace LabQueue.Web.Queue;

/// <summary>The queue's entries in the menus.</summary>
internal sealed class QueueNavigation(IPageQueues queues, IPageAccounts accounts) : INavigation
{
    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Of(Visitor visitor)
    {
        if (queues.Of(visitor.Site) is null)
        {
            yield break;
        }

        if (visitor.May(QueueRights.Look))
        {
            yield return new NavigationEntry(Menu.User, 10, "Queue Monitor", "queue_tasks", "list-check");
            if (!accounts.HasLaboratory(visitor.Site))
            {
                yield return new NavigationEntry(Menu.Main, 10, "Queue monitor", "queue_tasks", "list-check");
                yield return new NavigationEntry(Menu.Main, 20, "Consumers", "queue_consumers", "cpu");
            }
        }

        yield return new NavigationEntry(Menu.User, 20, "My tasks", "my_tasks", "clipboard-list");
    }
}
