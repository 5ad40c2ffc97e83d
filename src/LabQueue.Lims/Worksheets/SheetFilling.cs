using System.Runtime.CompilerServices;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>Fills worksheets for work in the background, analysis by analysis.</summary>
internal sealed class SheetFilling : IWorksheetFilling
{
    // A chunk assigns many analyses to one worksheet in one transaction: its rows are read once.
    private readonly ConditionalWeakTable<LabActions, Sheet> _open = [];

    /// <inheritdoc/>
    public async Task<(IReadOnlyList<(string Uid, int Slot)> Pairs, Refusal? Refusal)> PlanAsync(
        LabActions actions, Worksheet worksheet, string templateUid, CancellationToken cancellationToken)
    {
        var (sheet, refusal) = await OpenAsync(actions, worksheet.Uid, cancellationToken);
        if (sheet is null)
        {
            return ([], refusal);
        }

        var (placements, refused) = await sheet.PlanTemplateAsync(templateUid, cancellationToken);
        return ([.. placements.Select(placement => (placement.AnalysisUid, placement.Position.GetValueOrDefault()))], refused);
    }

    /// <inheritdoc/>
    public async Task<Refusal?> AssignAsync(
        LabActions actions, string worksheetUid, string analysisUid, int? slot, CancellationToken cancellationToken)
    {
        var (sheet, refusal) = await OpenAsync(actions, worksheetUid, cancellationToken);
        return sheet is null ? refusal : await sheet.AssignAsync(new Placement(analysisUid, slot), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string?> FinishAsync(
        LabActions actions, string worksheetUid, string templateUid, CancellationToken cancellationToken)
    {
        var (sheet, refusal) = await OpenAsync(actions, worksheetUid, cancellationToken);
        if (sheet is null)
        {
            return refusal?.Message;
        }

        // What was assigned in this transaction may have opened the worksheet again; only then it takes quality analyses.
        await actions.PromoteAsync(cancellationToken);
        await sheet.RefreshAsync(cancellationToken);
        if (sheet.Worksheet.WorksheetTemplate != templateUid)
        {
            return $"{sheet.Worksheet.Id} has another template by now; nothing was added for the one it had.";
        }

        var unfilled = await sheet.FinishTemplateAsync(cancellationToken);
        return unfilled.Count == 0
            ? null
            : string.Join(' ', unfilled.Select(slot => $"Slot {slot.Position} stayed empty: {slot.Reason}"));
    }

    private async Task<(Sheet? Sheet, Refusal? Refusal)> OpenAsync(
        LabActions actions, string worksheetUid, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(actions, out var open) && open.Worksheet.Uid == worksheetUid)
        {
            return (open, null);
        }

        var (sheet, refusal) = await Sheet.OpenAsync(actions, worksheetUid, cancellationToken);
        if (sheet is not null)
        {
            _open.AddOrUpdate(actions, sheet);
        }

        return (sheet, refusal);
    }
}
