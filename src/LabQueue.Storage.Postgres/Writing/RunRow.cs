namespace LabQueue.Storage.Postgres.Writing;

/// <summary>What claims and heartbeats need to know of a running task: a row of the table <c>run</c>.</summary>
internal sealed record RunRow
{
    /// <summary>Row number of the task.</summary>
    public required long Id { get; init; }

    /// <summary>The task's uid.</summary>
    public required string TaskUid { get; init; }

    /// <summary>Who has it.</summary>
    public required string ConsumerId { get; init; }

    /// <summary>Number of the claim; the fence, where it has a lease.</summary>
    public required long Number { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>End of its lease, or of its classic time limit.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Length of its lease; null for a classic claim.</summary>
    public double? LeaseSeconds { get; init; }

    /// <summary>Seconds that it may take.</summary>
    public required int MaxSeconds { get; init; }

    /// <summary>Somebody asked for its end.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>The request that took it.</summary>
    public string? Request { get; init; }

    /// <summary>Its name's key, where that keeps others waiting.</summary>
    public Guid? NameKey { get; init; }

    /// <summary>Its place, where that keeps others waiting.</summary>
    public string? Place { get; init; }

    /// <summary>Until when the lease lives; null for a classic claim.</summary>
    public DateTimeOffset? LeaseUntil => LeaseSeconds is null ? null : Until;
}
