namespace LabQueue.Web.Queue;

/// <summary>A page of a list of tasks.</summary>
/// <param name="Rows">The tasks.</param>
/// <param name="Next">Where the next page begins; null after the last one.</param>
internal sealed record FoundTasks(IReadOnlyList<TaskRow> Rows, string? Next)
{
    /// <summary>Whether it was found by the index for searches, which is a little late.</summary>
    public bool IsSearch { get; init; }

    /// <summary>What was on disk then is found; null: the index is being made.</summary>
    public DateTimeOffset? Known { get; init; }
}
