namespace LabQueue.Storage.Sqlite;

/// <summary>What claims need to know of a running task.</summary>
internal sealed class RunningTask(TaskRow row)
{
    /// <summary>Row number.</summary>
    public long Id { get; } = row.Id;

    /// <summary>The task as its row in the file has it, but for the end of its lease.</summary>
    public TaskRow Row => row with { Task = Task with { LeaseUntil = null } };

    /// <summary>The task, as it was claimed.</summary>
    public QueueTask Task { get; set; } = row.Task;

    /// <summary>Exclusion key.</summary>
    public string? LaneKey { get; } = row.LaneKey;

    /// <summary>The place that counts for the classic rule.</summary>
    public string? Place { get; } = row.Place;

    /// <summary>The request that took it.</summary>
    public string? ClaimRequest { get; } = row.Run?.Request;

    /// <summary>Length of its lease; null for a classic claim.</summary>
    public TimeSpan? Lease { get; set; } = row.Run?.LeaseSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
