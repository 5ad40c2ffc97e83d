namespace LabQueue.Lims.Background;

/// <summary>Work that somebody handed to the queue, as the laboratory knows it.</summary>
internal sealed record WorkRecord
{
    /// <summary>The task.</summary>
    public string TaskUid { get; init; } = string.Empty;

    /// <summary>The task's name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>What is done to each object.</summary>
    public string Action { get; init; } = string.Empty;

    /// <summary>What it is about.</summary>
    public string ContextUid { get; init; } = string.Empty;

    /// <summary>Address of that.</summary>
    public string ContextPath { get; init; } = string.Empty;

    /// <summary>The person who decided.</summary>
    public string Username { get; init; } = string.Empty;

    /// <summary>The person's roles then, as a JSON list.</summary>
    public string Roles { get; init; } = "[]";

    /// <summary>When, in microseconds since 1970.</summary>
    public long Decided { get; init; }

    /// <summary>From which address.</summary>
    public string? Address { get; init; }

    /// <summary>What the person wrote.</summary>
    public string? Comment { get; init; }

    /// <summary>The template whose other slots are filled behind the last object; null: none.</summary>
    public string? FollowUp { get; init; }

    /// <summary>How many objects it has in all.</summary>
    public int Total { get; init; }

    /// <summary>Those of them that went well.</summary>
    public int Done { get; init; }

    /// <summary>Those that the rules refused.</summary>
    public int Refused { get; init; }

    /// <summary>Those for which something broke.</summary>
    public int Failed { get; init; }

    /// <summary>Those that were not this task's any more.</summary>
    public int Skipped { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>done</c>, <c>failed</c>, <c>cancelled</c> or <c>deleted</c>.</summary>
    public string Status { get; init; } = WorkStatus.Queued;

    /// <summary>Why it failed; or something that the person should know of its end.</summary>
    public string? Error { get; init; }

    /// <summary>The consumer that had it last.</summary>
    public string? ConsumerId { get; init; }

    /// <summary>When it ended, in microseconds since 1970; null: it has not.</summary>
    public long? Ended { get; init; }

    /// <summary>How many objects are still to be handled.</summary>
    public int Remaining => Total - Done - Refused - Failed - Skipped;
}
