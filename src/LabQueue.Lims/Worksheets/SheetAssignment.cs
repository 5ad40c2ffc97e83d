using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>Puts routine analyses on a worksheet (<c>lims-domain</c>, 3.3). Each refusal is told (T-38).</summary>
internal static class SheetAssignment
{
    /// <summary>Assigns several, one by one.</summary>
    /// <returns>The refused ones, by uid, with the reason.</returns>
    public static async Task<IReadOnlyDictionary<string, Refusal>> AssignAsync(
        this Sheet sheet, IEnumerable<Placement> placements, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        foreach (var placement in placements.DistinctBy(placement => placement.AnalysisUid, StringComparer.Ordinal))
        {
            if (await sheet.AssignAsync(placement, cancellationToken) is { } refusal)
            {
                refused.Add(placement.AnalysisUid, refusal);
            }
        }

        return refused;
    }

    /// <summary>Assigns one. The worksheet goes back to open before the commit, where it was handed in already.</summary>
    /// <returns>Null: done. Else why not; nothing has changed.</returns>
    public static async Task<Refusal?> AssignAsync(this Sheet sheet, Placement placement, CancellationToken cancellationToken)
    {
        var actions = sheet.Actions;
        if (await actions.Work.FindAsync<Analysis>(placement.AnalysisUid, cancellationToken) is not { } analysis)
        {
            return new Refusal(RefusalKind.NotFound, $"There is no analysis {placement.AnalysisUid}.");
        }

        var refusal = await sheet.CheckPlaceAsync(analysis, cancellationToken)
            ?? await actions.CheckAsync(analysis.Uid, TransitionId.Assign, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        // Only a slot with routine analyses is the sample's own: a duplicate's is not (T-36).
        var own = sheet.Rows.PositionOf(analysis.Container);
        var position = own ?? placement.Position ?? sheet.LowestFree();
        if (own is null && sheet.CheckSlot(position, analysis.Container, AnalysisKind.Routine) is { } taken)
        {
            return taken;
        }

        var assigned = analysis.Equip(sheet.Instrument, sheet.Worksheet.Method) with
        {
            Analyst = sheet.Worksheet.Analyst,
            Slot = await sheet.NextRowAsync(position, cancellationToken),
        };
        sheet.Note(actions.Move(assigned, TransitionId.Assign, AnalysisState.Assigned));
        actions.TouchSample(analysis.Container);
        return null;
    }

    private static async Task<Refusal?> CheckPlaceAsync(this Sheet sheet, Analysis analysis, CancellationToken cancellationToken)
    {
        var worksheet = sheet.Worksheet;
        if (analysis.Slot is { } slot)
        {
            var where = await sheet.Actions.Work.FindAsync<Worksheet>(slot.WorksheetUid, cancellationToken);
            return new Refusal(RefusalKind.NotNow, $"{Words.Of(analysis)} is on {where?.Id ?? "a worksheet"} already.");
        }

        var isOpen = worksheet.State is WorksheetState.Open or WorksheetState.ToBeVerified;
        var isRetest = analysis.RetestOf is { } original && sheet.Rows.PositionOfAnalysis(original) is not null;
        return isOpen || isRetest
            ? null
            : new Refusal(
                RefusalKind.NotNow,
                $"{worksheet.Id} is {Words.OfState(worksheet.State)} and takes nothing but retests of its own analyses.");
    }
}
