namespace LabQueue.Storage.Postgres.Writing;

/// <summary>An end, for the history.</summary>
internal sealed record End(long Number, DateTimeOffset Ended, Actor By, TaskRow Row);
