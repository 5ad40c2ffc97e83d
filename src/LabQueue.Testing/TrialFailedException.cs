namespace LabQueue.Testing;

/// <summary>A handler does not stand what a queue does to it.</summary>
/// <param name="faults">What broke.</param>
public sealed class TrialFailedException(IReadOnlyList<TrialFault> faults)
    : Exception($"The handler failed {faults?.Count} of the trial's scenarios.\n- {string.Join("\n- ", faults ?? [])}")
{
    /// <summary>What broke.</summary>
    public IReadOnlyList<TrialFault> Faults { get; } = faults ?? [];
}
