using LabQueue.Lims.Store;

namespace LabQueue.Lims.Background;

/// <summary>Work about an object, with what people ask while it goes on.</summary>
/// <param name="Record">The work.</param>
/// <param name="Now">When that was so.</param>
internal sealed record WorkInHand(WorkRecord Record, DateTimeOffset Now)
{
    private const int MostWorks = 20;
    private const int MostReasons = 5;

    /// <summary>Why objects were not done, the commonest reasons first.</summary>
    public IReadOnlyList<(string Message, long Count)> Reasons { get; init; } = [];

    /// <summary>When the first object came to its end; null: none has.</summary>
    public DateTimeOffset? Begun { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool IsEnded => Record.Ended is not null;

    /// <summary>When the person decided.</summary>
    public DateTimeOffset Decided => UnixTime.FromMicroseconds(Record.Decided);

    /// <summary>How many objects have come to their end.</summary>
    public int Handled => Record.Total - Record.Remaining;

    /// <summary>How many were not done.</summary>
    public int NotDone => Handled - Record.Done;

    /// <summary>Objects in a minute, since the first; null: too little is known.</summary>
    public double? Rate => Begun is { } begun && (Now - begun).TotalSeconds is >= 1 and var seconds ? Handled * 60 / seconds : null;

    /// <summary>How long it takes at that rate; null: too little is known.</summary>
    public TimeSpan? Left => Rate is > 0 and var rate && !IsEnded ? TimeSpan.FromMinutes(Record.Remaining / rate) : null;

    /// <summary>The work about an object that has not ended, or ended since a time; oldest first.</summary>
    public static async Task<IReadOnlyList<WorkInHand>> ReadAsync(
        LabReader reader, string contextUid, DateTimeOffset endedSince, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var records = await reader.QueryAsync<WorkRecord>(
            WorkSql.OfContext,
            new { site = reader.Site, uid = contextUid, since = endedSince.ToMicroseconds(), limit = MostWorks },
            cancellationToken);
        var works = new List<WorkInHand>(records.Count);
        foreach (var record in records)
        {
            works.Add(await ReadAsync(reader, record, now, cancellationToken));
        }

        return works;
    }

    /// <summary>One piece of work.</summary>
    public static async Task<WorkInHand> ReadAsync(LabReader reader, WorkRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pace = (await reader.QueryAsync<PaceRow>(
            WorkSql.Pace, new { site = reader.Site, task_uid = record.TaskUid }, cancellationToken))[0];
        var reasons = record.Total - record.Remaining == record.Done ? [] : await reader.QueryAsync<ReasonRow>(
            WorkSql.Reasons, new { site = reader.Site, task_uid = record.TaskUid, limit = MostReasons }, cancellationToken);
        return new WorkInHand(record, now)
        {
            Begun = pace.First is { } first ? UnixTime.FromMicroseconds(first) : null,
            Reasons = [.. reasons.Select(row => (row.Message, row.Count))],
        };
    }

    private sealed record PaceRow
    {
        public long? First { get; init; }
    }

    private sealed record ReasonRow
    {
        public string Message { get; init; } = string.Empty;

        public long Count { get; init; }
    }
}
