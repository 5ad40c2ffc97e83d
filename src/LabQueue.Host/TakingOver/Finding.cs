namespace LabQueue.Host.TakingOver;

/// <summary>Something to be told about a task of the original.</summary>
/// <param name="TaskUid">The task's uid as the original has it; null where it has none.</param>
/// <param name="Name">What kind of work it is.</param>
/// <param name="Reason">Why it could not be taken, or what is different now.</param>
internal sealed record Finding(string? TaskUid, string? Name, string Reason);
