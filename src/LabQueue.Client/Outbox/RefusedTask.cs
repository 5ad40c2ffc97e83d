namespace LabQueue.Client.Outbox;

/// <summary>A task that the server refused for good.</summary>
/// <param name="Task">The task.</param>
/// <param name="Reason">The server's words.</param>
/// <param name="Refused">When it said so, by the client's clock.</param>
public sealed record RefusedTask(OutboxTask Task, string Reason, DateTimeOffset Refused);
