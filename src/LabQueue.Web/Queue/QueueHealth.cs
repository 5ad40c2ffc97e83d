namespace LabQueue.Web.Queue;

/// <summary>How a site's queue was a few seconds ago.</summary>
internal sealed record QueueHealth
{
    /// <summary>Why it did not answer; null: it did.</summary>
    public string? Trouble { get; init; }

    /// <summary>Since when it does not answer; null: it does.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether it gives out no work.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether nothing new is queued.</summary>
    public bool IsOff { get; init; }

    /// <summary>Tasks that wait.</summary>
    public long Queued { get; init; }

    /// <summary>Tasks that wait, and that no consumer which is alive and given work takes.</summary>
    public long Untaken { get; init; }

    /// <summary>The name of one of them; null: there is none.</summary>
    public string? UntakenName { get; init; }

    /// <summary>Whether consumers are alive, and none is given work.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>When any consumer was heard of last; null: never within a day.</summary>
    public DateTimeOffset? LastHeard { get; init; }
}
