using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Worksheets;

/// <summary>A reference sample with the services that it is used for.</summary>
/// <param name="Sample">The reference sample.</param>
/// <param name="Services">The services, by uid.</param>
internal sealed record ReferenceChoice(ReferenceSample Sample, IReadOnlyList<string> Services)
{
    /// <summary>Whether a reference sample may be used for a kind: in use, of that kind, and past none of its dates (T-39).</summary>
    public static bool IsUsable(ReferenceSample sample, AnalysisKind kind, DateTimeOffset now) =>
        sample.State == ReferenceSampleState.Current && sample.Kind == kind && sample.IsValid(now);

    /// <summary>The best of several for a template's services (<c>lims-domain</c>, 3.8): the first that supports most of them.</summary>
    /// <param name="usable">Reference samples that may be used.</param>
    /// <param name="services">The template's services; none: the first sample is taken with all of its own.</param>
    /// <returns>Null: none supports any of them.</returns>
    public static ReferenceChoice? Best(IEnumerable<ReferenceSample> usable, IReadOnlyCollection<string> services) =>
        usable
            .Select(sample => new ReferenceChoice(sample, Supported(sample, services)))
            .Where(choice => choice.Services.Count > 0)
            .MaxBy(choice => services.Count == 0 ? 0 : choice.Services.Count);

    /// <summary>Those of some services that a reference sample supports; all of its own where none is named.</summary>
    public static IReadOnlyList<string> Supported(ReferenceSample sample, IReadOnlyCollection<string> services) =>
    [
        .. sample.ReferenceResults
            .Select(row => row.Service)
            .Where(service => services.Count == 0 || services.Contains(service, StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal),
    ];
}
