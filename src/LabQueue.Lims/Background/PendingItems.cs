using LabQueue.Lims.Store;

namespace LabQueue.Lims.Background;

/// <summary>What waits for a task, looked up where it stands: exact, in the reader's transaction.</summary>
internal static class PendingItems
{
    /// <summary>Those of these objects that wait, by uid.</summary>
    public static async Task<IReadOnlyDictionary<string, PendingItem>> FindAsync(
        LabReader reader, IReadOnlyList<string> uids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, PendingItem>(StringComparer.Ordinal);
        foreach (var part in uids.Chunk(5_000))
        {
            foreach (var item in await reader.QueryAsync<PendingItem>(
                PendingSql.OfObjects, new { site = reader.Site, uids = part }, cancellationToken))
            {
                found[item.ObjectUid] = item;
            }
        }

        return found;
    }

    /// <summary>What waits for a task about a worksheet, or is on it; null: nothing.</summary>
    public static async Task<PendingItem?> OfWorksheetAsync(LabReader reader, string uid, CancellationToken cancellationToken) =>
        await FirstAsync(reader, PendingSql.OfContext, uid, cancellationToken)
        ?? await FirstAsync(reader, PendingSql.OfWorksheet, uid, cancellationToken);

    /// <summary>What waits of a sample's analyses; null: nothing.</summary>
    public static Task<PendingItem?> OfSampleAsync(LabReader reader, string uid, CancellationToken cancellationToken) =>
        FirstAsync(reader, PendingSql.OfSample, uid, cancellationToken);

    private static async Task<PendingItem?> FirstAsync(
        LabReader reader, string sql, string uid, CancellationToken cancellationToken) =>
        await reader.QueryAsync<PendingItem>(sql, new { site = reader.Site, uid }, cancellationToken) is [var first] ? first : null;
}
