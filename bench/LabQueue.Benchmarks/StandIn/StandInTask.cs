namespace LabQueue.Benchmarks.StandIn;

/// <summary>What the stand-in reads of a task.</summary>
internal sealed record StandInTask
{
    /// <summary>Its uid.</summary>
    public string? TaskUid { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>The object that it is about.</summary>
    public string? ContextUid { get; init; }

    /// <summary>Lower comes first.</summary>
    public int Priority { get; init; }

    /// <summary>When it was made, in seconds since 1970.</summary>
    public double Created { get; init; }

    /// <summary>All of it, as it was sent.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }
}
