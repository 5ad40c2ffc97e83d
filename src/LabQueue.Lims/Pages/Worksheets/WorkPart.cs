namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>What a page that is open fetches anew.</summary>
/// <param name="Box">What is done in the background.</param>
/// <param name="Rows">Rows that it changed since.</param>
/// <param name="IsTransposed">Whether the page's slots are columns.</param>
internal sealed record WorkPart(SheetBox Box, IReadOnlyList<ResultRow> Rows, bool IsTransposed);
