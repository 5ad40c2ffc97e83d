using LabQueue.Lims.Store;

namespace LabQueue.Lims.Worksheets;

/// <summary>A worksheet that is being worked on in the background.</summary>
internal sealed record QueuedSheet
{
    /// <summary>The worksheet.</summary>
    public string WorksheetUid { get; init; } = string.Empty;

    /// <summary>Objects of the work that has not ended.</summary>
    public long Total { get; init; }

    /// <summary>Those of them that have been handled.</summary>
    public long Handled { get; init; }

    /// <summary>How far it is, 0 to 100.</summary>
    public int Percent => Total == 0 ? 0 : (int)(Handled * 100 / Total);

    /// <summary>Those of some worksheets that are, by uid.</summary>
    public static async Task<IReadOnlyDictionary<string, QueuedSheet>> ReadAsync(
        LabReader reader, IReadOnlyList<string> uids, CancellationToken cancellationToken) =>
        (await reader.QueryAsync<QueuedSheet>(SheetSql.Queued, new { site = reader.Site, uids = uids.ToArray() }, cancellationToken))
        .ToDictionary(sheet => sheet.WorksheetUid, StringComparer.Ordinal);
}
