namespace LabQueue;

/// <summary>Which tasks to list, in the queue's order, a page at a time.</summary>
public sealed record TaskQuery
{
    /// <summary>The states to list; only <c>queued</c>, <c>running</c> and <c>failed</c> are ever found.</summary>
    public IReadOnlyList<QueueTaskStatus> Statuses { get; init; } = [QueueTaskStatus.Queued, QueueTaskStatus.Running];

    /// <summary>Whether hidden tasks are listed, too.</summary>
    public bool Ghosts { get; init; }

    /// <summary>Only tasks created later than that.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only tasks of that name.</summary>
    public string? Name { get; init; }

    /// <summary>Only tasks of that person.</summary>
    public string? Username { get; init; }

    /// <summary>Only waiting tasks whose time has not come yet, the earliest first; the states asked for do not matter then.</summary>
    public bool Scheduled { get; init; }

    /// <summary>Where the page before ended; null: from the first.</summary>
    public string? After { get; init; }

    /// <summary>Tasks per page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 1_000;
}
