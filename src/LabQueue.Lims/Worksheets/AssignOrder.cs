using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Worksheets;

/// <summary>The order in which selected analyses are assigned: slots follow the ids of samples (<c>lims-domain</c>, 3.3).</summary>
internal static class AssignOrder
{
    /// <summary>Analyses by the natural order of their samples' ids, and by priority key inside a sample.</summary>
    public static IReadOnlyList<Analysis> InAssignOrder(this IEnumerable<Analysis> analyses) =>
    [
        .. analyses
            .OrderBy(analysis => NaturalOrder.Key(analysis.ContainerId), StringComparer.Ordinal)
            .ThenBy(analysis => analysis.PrioritySortkey, StringComparer.Ordinal),
    ];
}
