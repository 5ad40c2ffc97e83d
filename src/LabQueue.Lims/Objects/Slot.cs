namespace LabQueue.Lims.Objects;

/// <summary>An analysis' row on a worksheet.</summary>
/// <param name="WorksheetUid">The worksheet.</param>
/// <param name="Position">The slot, from 1. All analyses of one container and kind share one.</param>
/// <param name="Ordinal">Order of rows; grows with each row of the worksheet, so gaps are normal.</param>
internal sealed record Slot(string WorksheetUid, int Position, long Ordinal);
