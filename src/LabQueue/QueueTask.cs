namespace LabQueue;

/// <summary>A task as the queue holds it. Immutable: a change makes a new one with <c>with</c>.</summary>
/// <remarks><c>wire-protocol</c>, section 5, and section 12 for what LabQueue adds.</remarks>
public sealed record QueueTask
{
    /// <summary>The task's uid: 32 characters from <c>a-z0-9</c>.</summary>
    public required string TaskUid { get; init; }

    /// <summary>What kind of work it is, such as <c>task_assign_analyses</c>. 1 to 10,000 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Uid of the lab object that the task is about; <c>0</c> is the site.</summary>
    public required string ContextUid { get; init; }

    /// <summary>Physical path of that object, such as <c>/senaite/worksheets/WS-1</c>.</summary>
    public required string ContextPath { get; init; }

    /// <summary>The objects still to be handled, in chunks.</summary>
    public IReadOnlyList<string> Uids { get; init; } = [];

    /// <summary>When it was queued; a failure sets it anew, so that others come first. Whole microseconds.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Where it stands.</summary>
    public QueueTaskStatus Status { get; init; }

    /// <summary>What the last failure said: any JSON value, mostly a text.</summary>
    public JsonText? ErrorMessage { get; init; }

    /// <summary>Seconds a consumer takes for a chunk at least.</summary>
    public int MinSeconds { get; init; }

    /// <summary>Seconds a chunk may take; each time-out makes it half as long again.</summary>
    public int MaxSeconds { get; init; }

    /// <summary>Lower comes first; one point is worth 300 s of waiting. Default 10.</summary>
    public int Priority { get; init; } = 10;

    /// <summary>How often it may still fail and run again.</summary>
    public int Retries { get; init; }

    /// <summary>Refused on add while a queued task has the same name and context.</summary>
    public bool Unique { get; init; }

    /// <summary>How many <see cref="Uids"/> a consumer handles at once; halved on each failure.</summary>
    public int ChunkSize { get; init; }

    /// <summary>The person that the task runs as.</summary>
    public string Username { get; init; } = string.Empty;

    /// <summary>Hidden from clients' lists.</summary>
    public bool Ghost { get; init; }

    /// <summary>Seconds after <see cref="Created"/> before which it does not start; null where nobody set it.</summary>
    public int? Delay { get; init; }

    /// <summary>The workflow action, used for the top-priority list.</summary>
    public string? Action { get; init; }

    /// <summary>When the last run, or its present chunk, started.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Who took it last.</summary>
    public string? ConsumerId { get; init; }

    /// <summary>Explicit exclusion key: at most one task of a lane runs.</summary>
    public string? Lane { get; init; }

    /// <summary>Not started before that time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The task that this one is a part of.</summary>
    public string? OriginUid { get; init; }

    /// <summary>Number of the claim that holds it; only grows. Null while nobody holds it under a lease.</summary>
    public long? Fence { get; init; }

    /// <summary>Until when the holder need not be heard of; null for classic consumers.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>How often in a row its consumer fell silent without progress.</summary>
    public int Orphaned { get; init; }

    /// <summary>Somebody asked for its end while it ran.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Outcomes of the objects handled so far.</summary>
    public TaskProgress Progress { get; init; }

    /// <summary>Number of runs begun so far.</summary>
    public int Attempts { get; init; }

    /// <summary>The client's own fields.</summary>
    public ExtraFields Extra { get; init; } = ExtraFields.Empty;

    /// <summary>Order of arrival; requeueing renews it. Breaks ties of the queue's order.</summary>
    public long Arrival { get; init; }
}
