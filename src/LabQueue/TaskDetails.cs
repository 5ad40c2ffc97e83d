namespace LabQueue;

/// <summary>Everything that is known of one task, while it is in the queue and after.</summary>
/// <param name="Task">The task.</param>
/// <param name="End">How it ended; null while it is in the queue.</param>
/// <param name="Attempts">Its runs, oldest first.</param>
/// <param name="Outcomes">What became of its objects, in the order of the reports.</param>
public sealed record TaskDetails(
    QueueTask Task, HistoryEntry? End, IReadOnlyList<TaskAttempt> Attempts, IReadOnlyList<ItemOutcome> Outcomes);
