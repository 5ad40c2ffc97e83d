namespace LabQueue.Storage.Postgres.Writing;

/// <summary>The end of a run.</summary>
internal sealed record EndedRun(long Task, int Number, DateTimeOffset Ended, string Outcome, long? Reported, string? ReportedBy, string? Error);
