using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>What came of a template.</summary>
/// <param name="Refused">Analyses that were chosen and not assigned, by uid, with the reason.</param>
/// <param name="Unfilled">Slots that stayed without what belongs there, by position.</param>
internal sealed record TemplateOutcome(IReadOnlyDictionary<string, Refusal> Refused, IReadOnlyList<UnfilledSlot> Unfilled);
