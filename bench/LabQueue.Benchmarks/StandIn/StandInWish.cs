namespace LabQueue.Benchmarks.StandIn;

/// <summary>What the stand-in reads of a consumer's call.</summary>
internal sealed record StandInWish
{
    /// <summary>Who asks.</summary>
    public string? ConsumerId { get; init; }

    /// <summary>How many tasks; null: one.</summary>
    public int? Count { get; init; }

    /// <summary>What is done; null: nothing.</summary>
    public IReadOnlyList<StandInReport>? Reports { get; init; }

    /// <summary>Row number of a task that is reported alone.</summary>
    public long Fence { get; init; }
}
