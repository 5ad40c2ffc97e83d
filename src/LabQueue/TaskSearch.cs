namespace LabQueue;

/// <summary>Which tasks to find, by words, over all that the queue has and had. What came last is found first.</summary>
/// <remarks>
/// A word finds what begins with it; large and small letters and accents do not matter. <c>-</c>, <c>_</c>, <c>.</c> and other
/// signs join words: <c>W-0005</c> is found by <c>W-00</c> and by <c>0005</c>, <c>task_assign_analyses</c> by
/// <c>task_assign</c> and by <c>analyses</c>. Of several words all must be found. What is null narrows nothing.
/// </remarks>
public sealed record TaskSearch
{
    /// <summary>Words in the name, the context, the user, the uid or the error.</summary>
    public string? Text { get; init; }

    /// <summary>Words in the name.</summary>
    public string? Name { get; init; }

    /// <summary>Words in the context's path, or its uid.</summary>
    public string? Context { get; init; }

    /// <summary>Words in the name of the person that the task runs as.</summary>
    public string? User { get; init; }

    /// <summary>The beginning of the task's uid.</summary>
    public string? TaskUid { get; init; }

    /// <summary>Words in what the last failure said, within its first 2,000 characters.</summary>
    public string? Error { get; init; }

    /// <summary>Only tasks of that priority.</summary>
    public int? Priority { get; init; }

    /// <summary>Only tasks of exactly that person.</summary>
    public string? Username { get; init; }

    /// <summary>The states to look among, ended ones included; empty: all.</summary>
    public IReadOnlyList<QueueTaskStatus> Statuses { get; init; } = [];

    /// <summary>Whether hidden tasks are found, too. Ended ones always are.</summary>
    public bool Ghosts { get; init; }

    /// <summary>Where the page before ended: its <see cref="TaskSearchPage.Next"/>.</summary>
    public long? Before { get; init; }

    /// <summary>How long to wait, up to 2 s, for the index to know what is on disk now; it mostly does within milliseconds.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Tasks per page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
