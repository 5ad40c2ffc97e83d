namespace LabQueue.Web.Queue;

/// <summary>A page of a list of tasks.</summary>
/// <param name="Rows">The tasks.</param>
/// <param name="Next">Where the next page begins; null after the last one.</param>
/// <param name="Read">How many tasks were looked at to find them.</param>
internal sealed record FoundTasks(IReadOnlyList<TaskRow> Rows, string? Next, int Read);
