namespace LabQueue;

/// <summary>The state of a site's queue in figures. Read from counters, never counted.</summary>
public sealed record QueueStats
{
    /// <summary>Tasks that wait.</summary>
    public required long Queued { get; init; }

    /// <summary>Tasks that consumers have.</summary>
    public required long Running { get; init; }

    /// <summary>Tasks that failed for good.</summary>
    public required long Failed { get; init; }

    /// <summary>Tasks that went well since the site exists.</summary>
    public required long Done { get; init; }

    /// <summary>Whether the site's queue gives out no work.</summary>
    public required bool Paused { get; init; }

    /// <summary>When the task that waits longest was created; null where none waits.</summary>
    public required DateTimeOffset? OldestQueued { get; init; }

    /// <summary>Waiting, running and failed tasks of each name.</summary>
    public required IReadOnlyList<NameStats> Names { get; init; }

    /// <summary>The last 60 minutes, oldest first; minutes without an event are left out.</summary>
    public required IReadOnlyList<MinuteStats> Minutes { get; init; }
}
