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
    /// <param name="reader">Where to look.</param>
    /// <param name="uid">The worksheet.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <param name="exceptTask">A task that asks itself, so its own objects do not count; null: none.</param>
    public static async Task<PendingItem?> OfWorksheetAsync(
        LabReader reader, string uid, CancellationToken cancellationToken, string? exceptTask = null) =>
        await FirstAsync(reader, PendingSql.OfContext, uid, exceptTask, cancellationToken)
        ?? await FirstAsync(reader, PendingSql.OfWorksheet, uid, exceptTask, cancellationToken);

    /// <summary>What waits of a sample's analyses; null: nothing.</summary>
    /// <param name="reader">Where to look.</param>
    /// <param name="uid">The sample.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <param name="exceptTask">A task that asks itself, so its own objects do not count; null: none.</param>
    public static Task<PendingItem?> OfSampleAsync(
        LabReader reader, string uid, CancellationToken cancellationToken, string? exceptTask = null) =>
        FirstAsync(reader, PendingSql.OfSample, uid, exceptTask, cancellationToken);

    /// <summary>By task, how many of a sample and its analyses wait.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> CountOfSampleAsync(
        LabReader reader, string uid, CancellationToken cancellationToken) =>
        (await reader.QueryAsync<TaskCount>(PendingSql.CountOfSample, new { site = reader.Site, uid }, cancellationToken))
        .ToDictionary(row => row.TaskUid, row => (int)row.Count, StringComparer.Ordinal);

    private static async Task<PendingItem?> FirstAsync(
        LabReader reader, string sql, string uid, string? exceptTask, CancellationToken cancellationToken)
    {
        var values = new { site = reader.Site, uid, except = exceptTask ?? string.Empty };
        return await reader.QueryAsync<PendingItem>(sql, values, cancellationToken) is [var first] ? first : null;
    }

    private sealed record TaskCount
    {
        public string TaskUid { get; init; } = string.Empty;

        public long Count { get; init; }
    }
}
