namespace LabQueue.Storage.Postgres.Writing;

/// <summary>What a person changed.</summary>
internal sealed record AuditRow(long Number, DateTimeOffset Time, Actor By, string Action, string? Target, string? Detail);
