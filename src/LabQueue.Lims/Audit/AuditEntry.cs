namespace LabQueue.Lims.Audit;

/// <summary>A record of the audit trail: who did what to which object, when, from where, and what it was before and after.</summary>
internal sealed record AuditEntry
{
    /// <summary>Number of the entry; grows, with gaps where work was rolled back.</summary>
    public long Number { get; init; }

    /// <summary>The object.</summary>
    public string Uid { get; init; } = string.Empty;

    /// <summary>Its address then.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary><c>create</c>, <c>edit</c>, a transition, or what else it was.</summary>
    public string Action { get; init; } = string.Empty;

    /// <summary>The person who decided it.</summary>
    public string Actor { get; init; } = string.Empty;

    /// <summary>The person's roles, as a JSON list.</summary>
    public string Roles { get; init; } = "[]";

    /// <summary>When it took effect, in microseconds since 1970.</summary>
    public long Time { get; init; }

    /// <summary>When the person decided, in microseconds since 1970.</summary>
    public long Decided { get; init; }

    /// <summary>From which address the person decided.</summary>
    public string? Address { get; init; }

    /// <summary>What the person wrote.</summary>
    public string? Comment { get; init; }

    /// <summary>The task that carried it out; null: the person's own request did.</summary>
    public string? TaskUid { get; init; }

    /// <summary>The consumer that ran the task.</summary>
    public string? ConsumerId { get; init; }

    /// <summary>The object before, as JSON; null: it was not there.</summary>
    public string? Before { get; init; }

    /// <summary>The object after, as JSON; null: it is not there any more.</summary>
    public string? After { get; init; }
}
