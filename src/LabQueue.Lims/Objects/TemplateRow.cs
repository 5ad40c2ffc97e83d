namespace LabQueue.Lims.Objects;

/// <summary>A position of a worksheet template.</summary>
/// <param name="Position">The slot, from 1.</param>
/// <param name="Kind">What belongs there.</param>
/// <param name="Reference">For blanks and controls: the reference definition, by uid.</param>
/// <param name="DuplicateOf">For duplicates: the slot that is repeated.</param>
internal sealed record TemplateRow(int Position, AnalysisKind Kind, string? Reference = null, int? DuplicateOf = null);
