namespace LabQueue;

/// <summary>Which ended tasks to list, in the order in which they ended.</summary>
public sealed record HistoryQuery
{
    /// <summary>Only what ended after the entry of that number: a cursor to follow the ends with.</summary>
    public long? After { get; init; }

    /// <summary>Only what ended before the entry of that number: for pages from the newest on.</summary>
    public long? Before { get; init; }

    /// <summary>Newest first; else oldest first.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Only ends of these kinds; empty: all. A failure for good is an end, too.</summary>
    public IReadOnlyList<QueueTaskStatus> Statuses { get; init; } = [];

    /// <summary>Only this task.</summary>
    public string? TaskUid { get; init; }

    /// <summary>Only tasks of that person.</summary>
    public string? Username { get; init; }

    /// <summary>Entries per page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
