using LabQueue.Lims.Analyses;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Workflow;

/// <summary>What transitions do to analyses of all kinds (<c>lims-domain</c>, 2.1 to 2.6 and 2.10).</summary>
/// <param name="actions">The transaction they are part of.</param>
internal sealed class AnalysisEffects(LabActions actions)
{
    private LabWork Work => actions.Work;

    /// <summary>Applies a transition and all that follows from it but promotions.</summary>
    public async Task ApplyAsync(Analysis analysis, Transition transition, string? comment, CancellationToken cancellationToken)
    {
        Touch(analysis);
        switch (transition.Id)
        {
            case TransitionId.Submit:
                actions.Move(
                    analysis with { ResultCaptureDate = analysis.ResultCaptureDate ?? Work.Now }, transition.Id, transition.To[0], comment);
                break;
            case TransitionId.Unassign or TransitionId.Reject or TransitionId.Cancel:
                await LeaveSheetAsync(analysis, transition, comment, cancellationToken);
                break;
            case TransitionId.Retract or TransitionId.Retest when analysis.Kind == AnalysisKind.Routine:
                await AddRetestAsync(
                    actions.Move(analysis, transition.Id, transition.To[0], comment), cancellationToken);
                break;
            case TransitionId.Retract:
                await ReplaceQualityAsync(analysis, transition, comment, cancellationToken);
                break;
            case TransitionId.Reinstate:
                var sample = await Work.GetAsync<Sample>(analysis.Container, cancellationToken);

                // Back to where it was: the analyses of a sample that never came may not be worked on (T-34).
                actions.Move(
                    analysis,
                    transition.Id,
                    sample.DateReceived is null ? AnalysisState.Registered : AnalysisState.Unassigned,
                    comment);
                break;
            case TransitionId.Initialize:
                actions.Move(
                    analysis with { DueDate = NewAnalysis.DueDate(analysis, actions.Setup, Work.Now) },
                    transition.Id,
                    transition.To[0],
                    comment);
                break;
            default:
                actions.Move(analysis, transition.Id, StateAfter(analysis, transition), comment);
                break;
        }
    }

    /// <summary>Takes an analysis out of its sample and off its worksheet, with its duplicates.</summary>
    public async Task DeleteAsync(Analysis analysis, CancellationToken cancellationToken)
    {
        Touch(analysis);
        await DeleteDuplicatesAsync(analysis, cancellationToken);
        Work.Delete(analysis);
    }

    private static string StateAfter(Analysis analysis, Transition transition) =>
        transition.To is [var only] ? only : analysis.State;

    private void Touch(Analysis analysis)
    {
        if (analysis.Slot is { } slot)
        {
            actions.TouchWorksheet(slot.WorksheetUid);
        }

        if (analysis.Kind == AnalysisKind.Routine)
        {
            actions.TouchSample(analysis.Container);
        }
    }

    private async Task LeaveSheetAsync(Analysis analysis, Transition transition, string? comment, CancellationToken cancellationToken)
    {
        await DeleteDuplicatesAsync(analysis, cancellationToken);
        if (transition.Deletes)
        {
            Work.Delete(analysis, transition.Id);
        }
        else
        {
            actions.Move(analysis with { Slot = null }, transition.Id, StateAfter(analysis, transition), comment);
        }
    }

    // From whichever page their source is taken away (T-42), by a mark and with their record (T-40).
    private async Task DeleteDuplicatesAsync(Analysis analysis, CancellationToken cancellationToken)
    {
        if (analysis.Slot is not { } slot)
        {
            return;
        }

        await Work.FlushAsync(cancellationToken);
        var uids = await Work.QueryAsync<string>(
            WorkflowSql.Duplicates,
            new { site = Work.Site, uid = analysis.Uid, worksheet_uid = slot.WorksheetUid },
            cancellationToken);
        foreach (var duplicate in await Work.FindAsync<Analysis>(uids, cancellationToken))
        {
            if (AnalysisMachines.Duplicate.Find(TransitionId.Unassign, duplicate.State) is not null)
            {
                Work.Delete(duplicate, TransitionId.Unassign);
            }
        }
    }

    private async Task AddRetestAsync(Analysis original, CancellationToken cancellationToken)
    {
        var sample = await Work.GetAsync<Sample>(original.Container, cancellationToken);
        var parent = original.Path[..original.Path.LastIndexOf('/')];
        var id = await AnalysisIds.NextAsync(Work, parent, original.Keyword, cancellationToken);
        var slot = await SlotBesideAsync(original, cancellationToken);
        var worksheet = await Work.FindAsync<Worksheet>(slot?.WorksheetUid, cancellationToken);
        var (action, state) = slot is not null ? (TransitionId.Assign, AnalysisState.Assigned)
            : sample.DateReceived is not null ? (TransitionId.Initialize, AnalysisState.Unassigned)
            : (string.Empty, AnalysisState.Registered);
        Work.Add(AsNew(original, LabPath.Below(parent, id), id) with
        {
            State = state,
            History = action.Length > 0 ? [actions.EventOf(action, state)] : [],
            Result = string.Empty,
            ResultCaptureDate = null,
            Analyst = worksheet?.Analyst ?? original.Analyst,
            RetestOf = original.Uid,
            Slot = slot,
        });
    }

    // A duplicate leaves its id to its copy; a blank or control keeps it.
    private async Task ReplaceQualityAsync(
        Analysis original, Transition transition, string? comment, CancellationToken cancellationToken)
    {
        var parent = original.Path[..original.Path.LastIndexOf('/')];
        var free = await AnalysisIds.NextAsync(Work, parent, original.Keyword, cancellationToken);
        var isDuplicate = original.Kind == AnalysisKind.Duplicate;
        var replaced = actions.Move(
            isDuplicate ? original with { Id = free, Path = LabPath.Below(parent, free) } : original,
            transition.Id,
            transition.To[0],
            comment);
        var id = isDuplicate ? original.Id : free;
        Work.Add(AsNew(replaced, LabPath.Below(parent, id), id) with
        {
            State = AnalysisState.Assigned,
            RetestOf = replaced.Uid,
            Slot = await SlotBesideAsync(replaced, cancellationToken),
        });
    }

    private async Task<Slot?> SlotBesideAsync(Analysis original, CancellationToken cancellationToken) =>
        original.Slot is { } slot
            ? slot with { Ordinal = await actions.NextOrdinalAsync(slot.WorksheetUid, cancellationToken) }
            : null;

    private static Analysis AsNew(Analysis original, string path, string id) => original with
    {
        Uid = string.Empty,
        Id = id,
        Path = path,
        Creator = string.Empty,
        Created = default,
        History = [],
    };
}
