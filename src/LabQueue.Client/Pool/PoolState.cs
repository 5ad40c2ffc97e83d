namespace LabQueue.Client.Pool;

/// <summary>How far a pool can be relied on.</summary>
/// <param name="Tasks">How many tasks it knows.</param>
/// <param name="AsOf">When the server was heard last; null: it never was, and the pool knows nothing.</param>
/// <param name="Age">How long ago that was.</param>
/// <param name="IsStale">Whether it may have missed something since: the server cannot be reached, or is silent.</param>
/// <param name="Trouble">Why; null where it is not known.</param>
public readonly record struct PoolState(int Tasks, DateTimeOffset? AsOf, TimeSpan? Age, bool IsStale, QueueException? Trouble);
