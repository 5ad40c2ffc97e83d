namespace LabQueue.Storage.Postgres.Writing;

/// <summary>A task in the queue, and what it waits for.</summary>
internal sealed record PlacedTask(TaskRow Row, WaitFor? Wait, long ReadyAt, long? FailedAt);
