namespace LabQueue.Client.Outbox;

/// <summary>A task that waits in an outbox.</summary>
/// <param name="TaskUid">Its uid, minted by the client: what makes a repeated send harmless.</param>
/// <param name="Username">In whose name it is sent.</param>
/// <param name="Text">The task as it is sent: a JSON object.</param>
/// <param name="Kept">When it was kept, by the client's clock.</param>
public sealed record OutboxTask(string TaskUid, string Username, string Text, DateTimeOffset Kept);
