namespace LabQueue.Storage.Postgres.Writing;

/// <summary>What became of an object of a task.</summary>
internal sealed record OutcomeRow(long Task, int Ordinal, ItemOutcome Item);
