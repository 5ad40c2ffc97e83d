using LabQueue.Access;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;
using LabQueue.Web.Languages;

namespace LabQueue.Web.Queue;

/// <summary>Tells who manages the queue, on every page, that something is wrong with it (lims-domain, 4.8).</summary>
/// <param name="watch">Knows how the queues are.</param>
/// <param name="queues">The queues.</param>
/// <param name="accounts">Knows which sites are laboratories.</param>
/// <param name="texts">The texts.</param>
/// <param name="ui">Says times.</param>
internal sealed class QueueNotices(QueueWatch watch, IPageQueues queues, IPageAccounts accounts, Texts texts, Ui ui) : INotices
{
    /// <summary>For so long a consumer that waits for work may be silent.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Message>> FindAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        if (!visitor.May(QueueRights.Settings) && !visitor.May(QueueRights.Manage))
        {
            return [];
        }

        if (queues.Of(visitor.Site) is null)
        {
            return accounts.HasLaboratory(visitor.Site)
                ? [new Message(MessageKind.Info, texts["There is no queue server: all work is done at once."])]
                : [];
        }

        return await watch.OfAsync(visitor.Site) is { } health && Judge(health) is { } text
            ? [new Message(MessageKind.Warning, text, SiteAddress.Of(visitor.Site, AddressFor(health)), WordFor(health))]
            : [];
    }

    private static string AddressFor(QueueHealth health) => health.IsOff ? "addons" : IsOfConsumers(health) ? "queue_consumers" : "queue_tasks";

    private static bool IsOfConsumers(QueueHealth health) =>
        health is { Trouble: null, IsPaused: false } and ({ IsQuiet: true } or { UntakenName: not null });

    private string WordFor(QueueHealth health) =>
        health.IsOff ? texts["Add-ons"] : IsOfConsumers(health) ? texts["Consumers"] : texts["Queue monitor"];

    private string? Judge(QueueHealth health) => health switch
    {
        { Trouble: not null } => texts["The queue server does not answer since {0}.", ui.Clock(health.Since)],
        { IsOff: true, Queued: > 0 } => texts.Count(health.Queued, "The queue is off: new work is done at once. {0} task is left in it.|The queue is off: new work is done at once. {0} tasks are left in it."),
        { IsOff: true } => texts["The queue is off: new work is done at once."],
        { IsPaused: true } => texts.Count(health.Queued, "The queue is paused. {0} task waits.|The queue is paused. {0} tasks wait."),
        { Queued: > 0, LastHeard: null } => texts.Count(health.Queued, "No consumer has been seen for a day. {0} task waits.|No consumer has been seen for a day. {0} tasks wait."),
        { Queued: > 0 } when ui.Now - health.LastHeard > Silence => texts.Count(
            health.Queued, "No consumer has been seen since {1}. {0} task waits.|No consumer has been seen since {1}. {0} tasks wait.", ui.Clock(health.LastHeard)),
        { Queued: > 0, IsQuiet: true } => texts.Count(
            health.Queued, "All consumers are quiet, or drained. {0} task waits.|All consumers are quiet, or drained. {0} tasks wait."),
        { UntakenName: { } name } => texts.Count(
            health.Untaken, "{0} task waits that no consumer takes: {1}.|{0} tasks wait that no consumer takes, such as {1}.", name),
        _ => null,
    };
}
