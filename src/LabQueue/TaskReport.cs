namespace LabQueue;

/// <summary>A consumer says what became of a task that it took.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="TaskUid">The task.</param>
public sealed record TaskReport(ReportKind Kind, string TaskUid)
{
    /// <summary>The number of the claim; null for classic consumers, whose claim is not checked.</summary>
    public long? Fence { get; init; }

    /// <summary>Who reports; only compared where the site's settings say so.</summary>
    public string? ConsumerId { get; init; }

    /// <summary>The user who reports, for the records. A server fills it in; what a client says of itself is not sent.</summary>
    public string? ReportedBy { get; init; }

    /// <summary>For <see cref="ReportKind.Fail"/>: what went wrong, any JSON value.</summary>
    public JsonText? ErrorMessage { get; init; }

    /// <summary>For <see cref="ReportKind.Advance"/>: the objects handled by this chunk.</summary>
    public IReadOnlyList<ItemOutcome> Processed { get; init; } = [];
}
