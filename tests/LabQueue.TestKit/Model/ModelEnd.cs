namespace LabQueue.TestKit.Model;

/// <summary>An end that a store's history must know.</summary>
/// <param name="Task">The task as it was when it ended.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="EndedBy">Who ended it: the consumer or the person.</param>
/// <param name="Reason">Why a person ended it.</param>
public sealed record ModelEnd(QueueTask Task, DateTimeOffset Ended, string? EndedBy, string? Reason);
