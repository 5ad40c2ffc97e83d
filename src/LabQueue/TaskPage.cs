namespace LabQueue;

/// <summary>A page of tasks.</summary>
/// <param name="Tasks">The tasks, in the queue's order.</param>
/// <param name="Next">Where the next page begins; null after the last one.</param>
public sealed record TaskPage(IReadOnlyList<QueueTask> Tasks, string? Next);
