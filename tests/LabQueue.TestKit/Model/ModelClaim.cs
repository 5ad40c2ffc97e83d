namespace LabQueue.TestKit.Model;

/// <summary>What the model knows of the run of a task beside the task itself.</summary>
/// <param name="Lease">Length of its lease; null for a classic one.</param>
/// <param name="RequestId">The request that took it.</param>
internal sealed record ModelClaim(TimeSpan? Lease, string? RequestId);
