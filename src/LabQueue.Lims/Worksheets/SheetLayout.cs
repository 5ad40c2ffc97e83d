using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Worksheets;

/// <summary>Questions to the rows of a worksheet (<c>lims-domain</c>, 3.1 and 3.2). Rows stand by position and then by order.</summary>
internal static class SheetLayout
{
    /// <summary>Slots with rows, ascending; those with rows of that kind where one is named.</summary>
    public static IReadOnlyList<int> Positions(this IEnumerable<SlotRow> rows, AnalysisKind? kind = null) =>
        [.. rows.Where(row => kind is null || row.Kind == kind).Select(row => row.Position).Distinct().Order()];

    /// <summary>The first slot of a sample's or reference sample's rows of that kind; null: it has none.</summary>
    /// <remarks>A duplicate's row does not make a slot the sample's own (T-36).</remarks>
    public static int? PositionOf(this IEnumerable<SlotRow> rows, string container, AnalysisKind kind = AnalysisKind.Routine) =>
        rows.Where(row => row.Kind == kind && row.ContainerUid == container).Min(row => (int?)row.Position);

    /// <summary>The slot of an analysis; null: it is not on the worksheet.</summary>
    public static int? PositionOfAnalysis(this IEnumerable<SlotRow> rows, string analysis) =>
        rows.FirstOrDefault(row => row.AnalysisUid == analysis)?.Position;

    /// <summary>The rows of a slot, in order.</summary>
    public static IReadOnlyList<SlotRow> At(this IEnumerable<SlotRow> rows, int position) =>
        [.. rows.Where(row => row.Position == position).OrderBy(row => row.Ordinal)];

    /// <summary>The sample or reference sample of a slot; null: the slot is empty.</summary>
    public static string? ContainerAt(this IEnumerable<SlotRow> rows, int position) =>
        rows.At(position) is [var first, ..] ? first.ContainerUid : null;

    /// <summary>Samples with a slot of their own, and that slot.</summary>
    public static IReadOnlyDictionary<string, int> SampleSlots(this IEnumerable<SlotRow> rows) =>
        rows.Where(row => row.Kind == AnalysisKind.Routine)
            .GroupBy(row => row.ContainerUid, row => row.Position, StringComparer.Ordinal)
            .ToDictionary(sample => sample.Key, sample => sample.Min(), StringComparer.Ordinal);

    /// <summary>The duplicates of an analysis.</summary>
    public static IReadOnlyList<SlotRow> DuplicatesOf(this IEnumerable<SlotRow> rows, string analysis) =>
        [.. rows.Where(row => row.Kind == AnalysisKind.Duplicate && row.SourceUid == analysis)];

    /// <summary>Slots that a template has for a kind and that nothing lies in, of whatever kind (T-37); ascending.</summary>
    public static IReadOnlyList<int> FreeSlots(
        this IEnumerable<SlotRow> rows, IEnumerable<TemplateRow> template, AnalysisKind kind)
    {
        var taken = rows.Select(row => row.Position).ToHashSet();
        return
        [
            .. template
                .Where(slot => slot.Kind == kind && !taken.Contains(slot.Position))
                .Select(slot => slot.Position)
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>The lowest slot from 1 that nothing lies in and that is not kept free for something else.</summary>
    public static int LowestFree(this IEnumerable<SlotRow> rows, IEnumerable<int>? keptFree = null)
    {
        var taken = rows.Select(row => row.Position).Concat(keptFree ?? []).ToHashSet();
        var position = 1;
        while (taken.Contains(position))
        {
            position++;
        }

        return position;
    }

    /// <summary>Empty slots below the highest one that is used; people may put something else there.</summary>
    public static IReadOnlyList<int> Reassignable(this IReadOnlyCollection<SlotRow> rows)
    {
        var taken = rows.Select(row => row.Position).ToHashSet();
        return [.. Enumerable.Range(1, taken.DefaultIfEmpty().Max()).Where(position => !taken.Contains(position))];
    }

    /// <summary>Where a blank or control goes that nobody named a slot for: the template's first free one, else behind all.</summary>
    public static int SlotForReference(
        this IReadOnlyCollection<SlotRow> rows, IReadOnlyCollection<TemplateRow> template, AnalysisKind kind) =>
        rows.FreeSlots(template, kind) is [var first, ..] ? first : rows.Behind(template);

    /// <summary>Where duplicates go without a named slot: the template's first free one for their source, else behind all.</summary>
    public static int SlotForDuplicates(
        this IReadOnlyCollection<SlotRow> rows, IReadOnlyCollection<TemplateRow> template, int source) =>
        rows.FreeSlots(template.Where(slot => slot.DuplicateOf == source), AnalysisKind.Duplicate) is [var first, ..]
            ? first
            : rows.Behind(template);

    private static int Behind(this IEnumerable<SlotRow> rows, IReadOnlyCollection<TemplateRow> template) =>
        Math.Max(rows.Select(row => row.Position).DefaultIfEmpty().Max(), template.Count) + 1;
}
