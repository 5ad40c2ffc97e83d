using LabQueue.EndToEnd.Tests.Storm;
using LabQueue.Lims.Audit;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>What a storm over the laboratory left.</summary>
/// <param name="Calls">What people asked, and what they were told.</param>
/// <param name="Facts">What the database holds.</param>
/// <param name="Audit">What the check of the audit trail came to.</param>
internal sealed record LabStormResult(IReadOnlyList<Call> Calls, LabFacts Facts, AuditFinding Audit)
{
    /// <summary>How often the process died.</summary>
    public required int Kills { get; init; }

    /// <summary>How long each start took.</summary>
    public required IReadOnlyList<TimeSpan> TimesToReady { get; init; }

    /// <summary>What the operator did, by kind.</summary>
    public required IReadOnlyDictionary<string, int> Operated { get; init; }

    /// <summary>From the end of the load until nothing was left to do.</summary>
    public required TimeSpan Drained { get; init; }
}
