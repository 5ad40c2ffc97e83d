using LabQueue.Lims.Samples;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Background;

/// <summary>Does to one object what a task says, by the rules of the laboratory.</summary>
internal sealed class WorkPerformer(IWorksheetFilling filling)
{
    /// <summary>Does it, if the object is as it was when the person decided.</summary>
    /// <param name="actions">The transaction, as the person who decided.</param>
    /// <param name="action">What to do.</param>
    /// <param name="contextUid">What the task is about.</param>
    /// <param name="item">The object.</param>
    /// <param name="comment">What the person wrote.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Null: done. Else why not; nothing of it has happened.</returns>
    public async Task<Refusal?> DoAsync(
        LabActions actions,
        string action,
        string contextUid,
        WorkItem item,
        string? comment,
        CancellationToken cancellationToken)
    {
        if (item.Version > 0 && await actions.CheckVersionAsync(item.Uid, item.Version, cancellationToken) is { } changed)
        {
            return changed;
        }

        return action switch
        {
            WorkAction.Assign => await filling.AssignAsync(actions, contextUid, item.Uid, item.Slot, cancellationToken),
            WorkAction.Register => await new SampleRegistration(actions).CompleteAsync(item.Uid, cancellationToken),
            _ => await actions.DoAsync(item.Uid, action, comment, cancellationToken),
        };
    }

    /// <summary>Does what follows behind the last object of a piece of work.</summary>
    /// <returns>What the person should know; null: nothing.</returns>
    public Task<string?> FinishAsync(LabActions actions, WorkRecord record, CancellationToken cancellationToken) =>
        record.FollowUp is { } template
            ? FinishAsync(actions, record.ContextUid, template, cancellationToken)
            : Task.FromResult<string?>(null);

    /// <summary>Fills what a template leaves to be filled once its routine analyses are on the worksheet (T-29).</summary>
    public Task<string?> FinishAsync(
        LabActions actions, string worksheetUid, string templateUid, CancellationToken cancellationToken) =>
        filling.FinishAsync(actions, worksheetUid, templateUid, cancellationToken);
}
