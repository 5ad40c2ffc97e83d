using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Worksheets;

/// <summary>A slot that a template has and that its application left without what belongs there.</summary>
/// <param name="Position">The slot.</param>
/// <param name="Kind">What belongs there.</param>
/// <param name="Reason">Why it is not there, in a sentence for who applied the template.</param>
internal sealed record UnfilledSlot(int Position, AnalysisKind Kind, string Reason);
