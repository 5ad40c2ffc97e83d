namespace LabQueue.Testing;

/// <summary>What broke in a scenario.</summary>
/// <param name="Scenario">What was done to the handler, in a few words.</param>
/// <param name="Finding">What came of it, and why it matters, in sentences.</param>
public sealed record TrialFault(string Scenario, string Finding)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Scenario}: {Finding}";
}
