namespace LabQueue;

/// <summary>What a client lacks and what it must drop.</summary>
/// <param name="Tasks">All running ones, and the others that the client did not name; at most 5,000, best first.</param>
/// <param name="Stale">Those of the client's uids that no task with the wanted states has.</param>
public sealed record DiffResult(IReadOnlyList<QueueTask> Tasks, IReadOnlyList<string> Stale);
