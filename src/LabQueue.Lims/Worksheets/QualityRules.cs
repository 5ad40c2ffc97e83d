using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>What holds for duplicates, blanks and controls alike (<c>lims-domain</c>, 3.4 and 3.5).</summary>
internal static class QualityRules
{
    /// <summary>Why quality analyses cannot be added to a worksheet now; null: they can.</summary>
    public static Refusal? CheckOpen(this Sheet sheet) =>
        sheet.Worksheet.State == WorksheetState.Open
            ? sheet.Actions.Require(Permission.EditWorksheet, sheet.Worksheet)
            : new Refusal(
                RefusalKind.NotNow,
                $"{sheet.Worksheet.Id} is {Words.OfState(sheet.Worksheet.State)};"
                + " duplicates, blanks and controls are added while it is open.");

    /// <summary>The group id of what lies in a slot; null: nothing with one does, so a new one is made.</summary>
    public static async Task<string?> GroupAtAsync(this Sheet sheet, int position, CancellationToken cancellationToken) =>
        (await sheet.Actions.Work.FindAsync<Analysis>(
            [.. sheet.Rows.At(position).Select(row => row.AnalysisUid)], cancellationToken))
            .Select(analysis => analysis.ReferenceAnalysesGroupID)
            .FirstOrDefault(group => group.Length > 0);
}
