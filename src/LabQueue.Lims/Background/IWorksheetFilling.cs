using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Background;

/// <summary>What filling a worksheet needs of the worksheets' own rules.</summary>
internal interface IWorksheetFilling
{
    /// <summary>Notes the template on the worksheet, and says which analyses go where.</summary>
    Task<(IReadOnlyList<(string Uid, int Slot)> Pairs, Refusal? Refusal)> PlanAsync(
        LabActions actions, Worksheet sheet, string templateUid, CancellationToken cancellationToken);

    /// <summary>Puts an analysis on a worksheet.</summary>
    Task<Refusal?> AssignAsync(
        LabActions actions, string worksheetUid, string analysisUid, int? slot, CancellationToken cancellationToken);

    /// <summary>Fills the template's duplicates, blanks and controls, and passes on its instrument and method.</summary>
    /// <returns>What the person should know, such as slots that stayed empty; null: nothing.</returns>
    Task<string?> FinishAsync(LabActions actions, string worksheetUid, string templateUid, CancellationToken cancellationToken);
}
