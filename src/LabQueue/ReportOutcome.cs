namespace LabQueue;

/// <summary>Whether a report was carried out, or why not.</summary>
public enum ReportOutcome
{
    /// <summary>It was carried out, now or by the same report before.</summary>
    Accepted,

    /// <summary>The queue has no such task.</summary>
    NotFound,

    /// <summary>The task does not run.</summary>
    NotRunning,

    /// <summary>The task is another claim's by now.</summary>
    Stale,

    /// <summary>An advance that names no object, or one that the task does not have: nothing was changed.</summary>
    NotOfTask,
}
