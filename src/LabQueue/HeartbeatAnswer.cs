namespace LabQueue;

/// <summary>What the server says to one task of a heartbeat.</summary>
/// <param name="TaskUid">The task.</param>
/// <param name="Fence">The number that was sent.</param>
/// <param name="Held">False: the claim is not this consumer's any more; throw the work away.</param>
/// <param name="Stop">The work is to stop: it was cancelled, ran over its time limit by half, or its consumer is drained. Give it back.</param>
/// <param name="LeaseUntil">Until when the lease lives now; null where it is not held.</param>
public sealed record HeartbeatAnswer(string TaskUid, long Fence, bool Held, bool Stop, DateTimeOffset? LeaseUntil);
