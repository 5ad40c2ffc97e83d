namespace LabQueue.Web.Queue;

/// <summary>A task in a list.</summary>
/// <param name="Task">The task.</param>
/// <param name="Rank">Its place in the queue's order, 1 for the next; 0: it has none, because it does not wait.</param>
/// <param name="End">How it ended; null while it is in the queue.</param>
internal sealed record TaskRow(QueueTask Task, int Rank, HistoryEntry? End = null);
