namespace LabQueue.Client.Outbox;

/// <summary>What keeps an outbox from sending. The order is kept, so all tasks wait behind the first one.</summary>
/// <param name="TaskUid">The first task. If it alone is at fault, the server fails at it each time, and at no other.</param>
/// <param name="Reason">What came of the last try.</param>
/// <param name="Since">When the first try with this task came to nothing.</param>
public sealed record OutboxBlock(string TaskUid, string Reason, DateTimeOffset Since);
