using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>Rows, template rows and analyses that are nowhere but in a test.</summary>
internal static class GivenRows
{
    /// <summary>A routine analysis' row.</summary>
    public static SlotRow Routine(int position, string sample, string service = "Cu", string state = AnalysisState.Assigned) =>
        Row(position, AnalysisKind.Routine, sample, service, state);

    /// <summary>A duplicate's row.</summary>
    public static SlotRow Duplicate(int position, string sample, string service = "Cu") =>
        Row(position, AnalysisKind.Duplicate, sample, service) with { SourceUid = $"{sample}/{service}" };

    /// <summary>A blank's row.</summary>
    public static SlotRow Blank(int position, string sample = "QC-001", string service = "Cu") =>
        Row(position, AnalysisKind.Blank, sample, service);

    /// <summary>A template with those rows for services <c>Cu</c> and <c>Fe</c>.</summary>
    public static WorksheetTemplate Template(params TemplateRow[] rows) => new() { Services = ["Cu", "Fe"], TemplateLayout = [.. rows] };

    /// <summary>A template with that many slots for samples.</summary>
    public static WorksheetTemplate Template(int slots) =>
        Template([.. Enumerable.Range(1, slots).Select(position => new TemplateRow(position, AnalysisKind.Routine))]);

    /// <summary>An analysis that waits to be assigned. Its uid is that of its row.</summary>
    public static Analysis Waiting(string sample, string service = "Cu", int priority = 3) => new()
    {
        Uid = $"{sample}/{service}",
        Id = service,
        Title = service,
        Container = sample,
        ContainerId = sample,
        AnalysisService = service,
        Priority = priority,
        State = AnalysisState.Unassigned,
    };

    /// <summary>Analyses as the laboratory offers them to a template.</summary>
    public static IEnumerable<Analysis> ByPriority(this IEnumerable<Analysis> analyses) =>
        analyses.OrderBy(analysis => analysis.PrioritySortkey, StringComparer.Ordinal);

    private static SlotRow Row(
        int position, AnalysisKind kind, string container, string service, string state = AnalysisState.Assigned) => new()
        {
            AnalysisUid = $"{container}/{service}{(kind == AnalysisKind.Routine ? string.Empty : $"/{kind}/{position}")}",
            Position = position,
            Ordinal = position,
            Kind = kind,
            ContainerUid = container,
            ServiceUid = service,
            State = state,
        };
}
