namespace LabQueue.Client.Outbox;

/// <summary>How much an outbox holds.</summary>
/// <param name="Waiting">Tasks that the server is still to get.</param>
/// <param name="Oldest">When the first of them was kept; null where none waits.</param>
/// <param name="Refused">Tasks that it will not have.</param>
public readonly record struct OutboxFigures(long Waiting, DateTimeOffset? Oldest, long Refused);
