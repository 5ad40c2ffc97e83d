namespace LabQueue;

/// <summary>What a consumer was given.</summary>
/// <param name="Tasks">The tasks taken, best first; empty where there is nothing to do.</param>
/// <param name="Reported">What became of each report of the request, in its order.</param>
public sealed record PopResult(IReadOnlyList<QueueTask> Tasks, IReadOnlyList<ReportResult> Reported)
{
    /// <summary>Nothing taken, nothing reported.</summary>
    public static PopResult Empty { get; } = new([], []);
}
