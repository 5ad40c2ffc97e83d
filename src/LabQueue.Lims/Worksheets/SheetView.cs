using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Worksheets;

/// <summary>A worksheet as people see it.</summary>
/// <param name="Worksheet">The worksheet.</param>
/// <param name="Rows">Its analyses, by slot and then by order.</param>
/// <param name="Reassignable">Empty slots between others.</param>
/// <param name="Numbers">What lists say of it.</param>
internal sealed record SheetView(
    Worksheet Worksheet, IReadOnlyList<SheetRow> Rows, IReadOnlyList<int> Reassignable, SheetNumbers Numbers)
{
    /// <summary>The order of the row that came last; 0: there is none.</summary>
    public long LastOrdinal { get; init; }

    /// <summary>Reads a worksheet with its analyses.</summary>
    public static async Task<SheetView> ReadAsync(LabReader reader, Worksheet worksheet, CancellationToken cancellationToken)
    {
        var rows = await reader.SlotsAsync(worksheet.Uid, cancellationToken);
        return Of(worksheet, rows, await reader.FindAsync<Analysis>([.. rows.Select(row => row.AnalysisUid)], cancellationToken));
    }

    /// <summary>A worksheet with those rows.</summary>
    public static SheetView Of(Worksheet worksheet, IReadOnlyList<SlotRow> rows, IEnumerable<Analysis> analyses)
    {
        var known = analyses.ToDictionary(analysis => analysis.Uid, StringComparer.Ordinal);
        return new SheetView(
            worksheet,
            [
                .. rows.Where(row => known.ContainsKey(row.AnalysisUid))
                    .GroupBy(row => row.Position)
                    .OrderBy(slot => slot.Key)
                    .SelectMany(slot => slot
                        .OrderBy(row => row.Ordinal)
                        .Select((row, index) => new SheetRow(known[row.AnalysisUid], slot.Key, index))),
            ],
            rows.Reassignable(),
            SheetNumbers.Of(worksheet.State, rows))
        {
            LastOrdinal = rows.Select(row => row.Ordinal).DefaultIfEmpty().Max(),
        };
    }
}
