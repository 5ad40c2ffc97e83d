using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Workflow;

/// <summary>All that guards look at: an object, who asks, and what is around it. Values only.</summary>
/// <param name="About">The object.</param>
/// <param name="User">Who asks.</param>
/// <param name="Setup">The laboratory's settings.</param>
/// <param name="Now">The time of the transaction.</param>
internal sealed record Case(LabObject About, LabUser User, Setup Setup, DateTimeOffset Now)
{
    /// <summary>Of a routine analysis or a duplicate: its sample.</summary>
    public Sample? Sample { get; init; }

    /// <summary>Of a sample or worksheet: how many of its analyses are in each state.</summary>
    public StateTally Tally { get; init; } = new(new Dictionary<string, int>());
}
