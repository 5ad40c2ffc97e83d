namespace LabQueue.Lims.Worksheets;

/// <summary>An analysis that is to go on a worksheet.</summary>
/// <param name="AnalysisUid">The analysis.</param>
/// <param name="Position">Its slot, from 1; null: wherever it fits. Where its sample has a slot by then, it goes there.</param>
internal sealed record Placement(string AnalysisUid, int? Position = null);
