namespace LabQueue.Storage.Postgres.Writing;

/// <summary>A task that a consumer takes.</summary>
internal sealed record Claim(TaskRow Row, RunRow Run);
