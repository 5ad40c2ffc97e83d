namespace LabQueue;

/// <summary>A task that a search found.</summary>
/// <param name="Task">The task.</param>
/// <param name="End">How it ended; null while it is in the queue.</param>
public sealed record FoundTask(QueueTask Task, HistoryEntry? End);
