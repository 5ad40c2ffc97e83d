using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite.Waiting;

/// <summary>A task that waits: what claims need to know of it without its row.</summary>
internal sealed class WaitingTask
{
    /// <summary>Row number.</summary>
    public required long Id { get; init; }

    /// <summary>Its name and action.</summary>
    public required WaitingKind Kind { get; set; }

    /// <summary>What it is about.</summary>
    public required WaitingContext Context { get; set; }

    /// <summary>Its lane; null for a task that keeps nobody waiting.</summary>
    public required WaitingLane? Lane { get; set; }

    /// <summary><c>created + 300 s * priority</c>, in microseconds since 1970.</summary>
    public required long Due { get; init; }

    /// <summary>When it was made, in microseconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>Number of arrival.</summary>
    public required long Arrival { get; init; }

    /// <summary>Not to be claimed before that time, in microseconds since 1970.</summary>
    public required long ReadyAt { get; init; }

    /// <summary>Why it waits.</summary>
    public WaitingState State { get; set; }

    /// <summary>Its place in the order, as the top-priority list is now.</summary>
    public OrderKey Key => new(Kind.Rank, Due, Context.Uid, Arrival);
}
