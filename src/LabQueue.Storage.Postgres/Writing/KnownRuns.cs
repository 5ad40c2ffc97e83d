namespace LabQueue.Storage.Postgres.Writing;

/// <summary>What ran on a site when a transaction had been committed; so long as nobody has changed anything since, that is what runs.</summary>
/// <param name="Writer">The transaction.</param>
/// <param name="Runs">What ran; copied before it is changed.</param>
internal sealed record KnownRuns(string Writer, RunningSet Runs);
