using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite;

/// <summary>A task with what the store alone knows of it.</summary>
/// <param name="Id">Row number.</param>
/// <param name="Task">The task.</param>
/// <param name="Key">Its place in the order.</param>
internal sealed record TaskRow(long Id, QueueTask Task, OrderKey Key)
{
    /// <summary>Exclusion key; null for a task that keeps nobody waiting.</summary>
    public string? LaneKey { get; init; }

    /// <summary>The place that counts for the classic rule; null for tasks that the rule does not know.</summary>
    public string? Place { get; init; }

    /// <summary>Its last run; null before the first.</summary>
    public TaskRun? Run { get; init; }
}
