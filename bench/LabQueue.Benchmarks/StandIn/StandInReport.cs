namespace LabQueue.Benchmarks.StandIn;

/// <summary>A task is done.</summary>
/// <param name="Fence">Number of its row.</param>
internal sealed record StandInReport(long Fence);
