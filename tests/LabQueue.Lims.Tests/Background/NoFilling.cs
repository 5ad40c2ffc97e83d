using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests.Background;

/// <summary>For tests in which no worksheet is filled.</summary>
internal sealed class NoFilling : IWorksheetFilling
{
    /// <inheritdoc/>
    public Task<(IReadOnlyList<(string Uid, int Slot)> Pairs, Refusal? Refusal)> PlanAsync(
        LabActions actions, Worksheet sheet, string templateUid, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<Refusal?> AssignAsync(
        LabActions actions, string worksheetUid, string analysisUid, int? slot, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<string?> FinishAsync(
        LabActions actions, string worksheetUid, string templateUid, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
