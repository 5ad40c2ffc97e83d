namespace LabQueue;

/// <summary>What a client asks the queue to do. What is null takes the site's default.</summary>
/// <param name="Name">What kind of work it is.</param>
/// <param name="ContextUid">Uid of the lab object that it is about; <c>0</c> is the site.</param>
/// <param name="ContextPath">Physical path of that object.</param>
public sealed record NewTask(string Name, string ContextUid, string ContextPath)
{
    /// <summary>The task's uid; null: the server mints one. A repeated add of the same uid is harmless.</summary>
    public string? TaskUid { get; init; }

    /// <summary>The objects to handle in chunks.</summary>
    public IReadOnlyList<string> Uids { get; init; } = [];

    /// <summary>When it was asked for, by the client's clock; null: now.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>What an earlier try said.</summary>
    public JsonText? ErrorMessage { get; init; }

    /// <summary>Seconds a chunk takes at least; null: the setting <c>min_seconds_task</c>.</summary>
    public int? MinSeconds { get; init; }

    /// <summary>Seconds a chunk may take; null: the setting <c>max_seconds_unlock</c>.</summary>
    public int? MaxSeconds { get; init; }

    /// <summary>Lower comes first; one point is worth 300 s of waiting.</summary>
    public int Priority { get; init; } = 10;

    /// <summary>How often it may fail and run again; null: the setting <c>max_retries</c>.</summary>
    public int? Retries { get; init; }

    /// <summary>Refuse it while a queued task has the same name and context.</summary>
    public bool Unique { get; init; }

    /// <summary>Objects per chunk; null: the setting <c>default</c>.</summary>
    public int? ChunkSize { get; init; }

    /// <summary>The person it runs as; null: the caller.</summary>
    public string? Username { get; init; }

    /// <summary>Hide it from clients' lists.</summary>
    public bool Ghost { get; init; }

    /// <summary>Seconds after <see cref="Created"/> before which it does not start.</summary>
    public int? Delay { get; init; }

    /// <summary>The workflow action, used for the top-priority list.</summary>
    public string? Action { get; init; }

    /// <summary>Explicit exclusion key: at most one task of a lane runs.</summary>
    public string? Lane { get; init; }

    /// <summary>Not started before that time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The task that this one is a part of.</summary>
    public string? OriginUid { get; init; }

    /// <summary>
    /// Also refuse a uid that the history knows: for clients that repeat an add until it is answered. Without it a
    /// uid may be used again once its task has ended, as in the original.
    /// </summary>
    public bool Once { get; init; }

    /// <summary>
    /// Set where the task comes from another queue, and is to be here what it was there: queued, or failed for good. It
    /// is added even where it is <see cref="Unique"/> and another one waits. Null: an ordinary task.
    /// </summary>
    /// <value>Only <see cref="QueueTaskStatus.Queued"/> and <see cref="QueueTaskStatus.Failed"/> are taken.</value>
    public QueueTaskStatus? TakenOverAs { get; init; }

    /// <summary>The client's own fields.</summary>
    public ExtraFields Extra { get; init; } = ExtraFields.Empty;
}
