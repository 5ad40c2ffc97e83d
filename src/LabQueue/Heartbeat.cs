namespace LabQueue;

/// <summary>A consumer says that it still works on its tasks.</summary>
/// <param name="ConsumerId">Who says so.</param>
/// <param name="Tasks">The tasks that it believes to hold.</param>
/// <param name="Lease">The length of the lease from now on; null: as it was.</param>
public sealed record Heartbeat(string ConsumerId, IReadOnlyList<HeldTask> Tasks, TimeSpan? Lease = null);
