namespace LabQueue;

/// <summary>An ended task.</summary>
/// <param name="Number">Number of the end; only grows, and so is the cursor to follow the ends with.</param>
/// <param name="Task">The task as it was when it ended; its status says how.</param>
/// <param name="Ended">When it ended, by the server's clock.</param>
/// <param name="EndedBy">Who ended it: the consumer that had it, or the person who removed it.</param>
/// <param name="Reason">Why a person ended it; null where nobody said.</param>
public sealed record HistoryEntry(long Number, QueueTask Task, DateTimeOffset Ended, string? EndedBy, string? Reason);
