using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Worksheets;

/// <summary>Decides which analyses a template puts into which slots (<c>lims-domain</c>, 3.7).</summary>
internal static class TemplatePlanner
{
    /// <summary>Whether a template is for an analysis: one of its services, and its instrument and method where it has them.</summary>
    public static bool Fits(this WorksheetTemplate template, Analysis analysis) =>
        analysis.Kind == AnalysisKind.Routine
        && template.Services.Contains(analysis.AnalysisService, StringComparer.Ordinal)
        && (template.Instrument is not { } instrument || analysis.AllowedInstruments.Contains(instrument, StringComparer.Ordinal))
        && (template.RestrictToMethod is not { } method || analysis.AllowedMethods.Contains(method, StringComparer.Ordinal));

    /// <summary>Gives analyses slots. Slots with rows are left to whom they are.</summary>
    /// <param name="rows">The worksheet's rows.</param>
    /// <param name="template">The template.</param>
    /// <param name="candidates">Analyses on no worksheet, by priority key: the first samples get the slots.</param>
    /// <returns>Analyses with their slots, in the order in which they are to be assigned.</returns>
    public static IReadOnlyList<Placement> Plan(
        IReadOnlyCollection<SlotRow> rows, WorksheetTemplate template, IEnumerable<Analysis> candidates)
    {
        var slots = rows.SampleSlots();
        var free = rows.FreeSlots(template.TemplateLayout, AnalysisKind.Routine);
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        var placed = new List<Analysis>();
        foreach (var analysis in candidates.Where(analysis => analysis.Slot is null && template.Fits(analysis)))
        {
            // A full worksheet still takes what belongs to its samples, so the search goes on.
            if (slots.ContainsKey(analysis.Container)
                || chosen.ContainsKey(analysis.Container)
                || (chosen.Count < free.Count && chosen.TryAdd(analysis.Container, analysis.ContainerId)))
            {
                placed.Add(analysis);
            }
        }

        var given = Redistribute(chosen, free);
        return
        [
            .. placed
                .Select(analysis => new Placement(
                    analysis.Uid, slots.TryGetValue(analysis.Container, out var own) ? own : given[analysis.Container]))
                .OrderBy(placement => placement.Position),
        ];
    }

    // Priority decides which samples get a slot, the natural order of their ids which one: whole samples, never single
    // analyses (T-30, T-31).
    private static Dictionary<string, int> Redistribute(Dictionary<string, string> chosen, IReadOnlyList<int> free) =>
        chosen
            .OrderBy(sample => NaturalOrder.Key(sample.Value), StringComparer.Ordinal)
            .ThenBy(sample => sample.Key, StringComparer.Ordinal)
            .Zip(free, (sample, position) => (sample.Key, position))
            .ToDictionary(sample => sample.Key, sample => sample.position, StringComparer.Ordinal);
}
