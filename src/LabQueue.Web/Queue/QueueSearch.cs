using LabQueue.Access;
using LabQueue.Web.Access;
using LabQueue.Web.Frame;
using LabQueue.Web.Languages;

namespace LabQueue.Web.Queue;

/// <summary>Finds the task of a uid, and leads to the monitor's own search.</summary>
/// <param name="queues">The queues.</param>
/// <param name="texts">The texts.</param>
internal sealed class QueueSearch(IPageQueues queues, Texts texts) : ISearch
{
    private const string Icon = "list-check";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SearchHit>> FindAsync(Visitor visitor, string text, CancellationToken cancellationToken)
    {
        if (!visitor.May(QueueRights.Look) || queues.Of(visitor.Site) is not { } queue)
        {
            return [];
        }

        if (TaskUid.IsValid(text) && await queue.ExplainAsync(text, cancellationToken) is { } found)
        {
            return [new SearchHit("Tasks", Icon, found.Task.Name, $"queue_tasks/{text}") { Detail = text }];
        }

        return [new SearchHit("Tasks", Icon, texts["Search the queue for “{0}”", text], $"queue_tasks?tab=all&q={Uri.EscapeDataString(text)}")];
    }
}
