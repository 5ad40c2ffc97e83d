using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Worksheets;

/// <summary>Finds the analyses that a template puts on a worksheet, without reading all that wait in the laboratory.</summary>
/// <param name="reader">Reads them.</param>
/// <param name="template">The template.</param>
/// <param name="rows">The worksheet's rows.</param>
internal sealed class CandidateSearch(LabReader reader, WorksheetTemplate template, IReadOnlyCollection<SlotRow> rows)
{
    private const int SmallestPage = 200;

    /// <summary>
    /// What <see cref="TemplatePlanner"/> is to plan with: by priority key, of received samples, and nothing that waits for a task.
    /// </summary>
    public async Task<IReadOnlyList<Analysis>> FindAsync(CancellationToken cancellationToken)
    {
        if (template.Services.Count == 0)
        {
            return [];
        }

        var present = rows.SampleSlots().Keys;
        var chosen = await ChooseSamplesAsync([.. present], cancellationToken);
        var found = new List<Analysis>();
        foreach (var part in present.Concat(chosen).Chunk(500))
        {
            var rowsOfPart = await reader.QueryAsync<LabRow>(
                CandidateSql.OfSamples, new { site = reader.Site, samples = part }, cancellationToken);
            found.AddRange(rowsOfPart.Select(row => (Analysis)row.ToObject()));
        }

        var received = await ReceivedAsync([.. found.Select(analysis => analysis.Container)], cancellationToken);
        return
        [
            .. found.Where(analysis => received.Contains(analysis.Container) && template.Fits(analysis))
                .OrderBy(analysis => analysis.PrioritySortkey, StringComparer.Ordinal),
        ];
    }

    /// <summary>As many samples as slots are free, by the key of their first analysis that fits.</summary>
    private async Task<IReadOnlyList<string>> ChooseSamplesAsync(HashSet<string> present, CancellationToken cancellationToken)
    {
        var wanted = rows.FreeSlots(template.TemplateLayout, AnalysisKind.Routine).Count;
        var pageSize = Math.Max(SmallestPage, wanted);
        ServicePages[] pages =
        [
            .. template.Services
                .Distinct(StringComparer.Ordinal)
                .Select(service => new ServicePages(reader, service, pageSize, template.TemplateLayout.Count)),
        ];
        var chosen = new List<string>();
        while (chosen.Count < wanted && await NextAsync(pages, cancellationToken) is { } next)
        {
            if (template.Fits(next)
                && !present.Contains(next.Container)
                && (await ReceivedAsync([next.Container], cancellationToken)).Count > 0
                && present.Add(next.Container))
            {
                chosen.Add(next.Container);
            }
        }

        return chosen;
    }

    private static async Task<Analysis?> NextAsync(ServicePages[] services, CancellationToken cancellationToken)
    {
        (Analysis Analysis, ServicePages Pages)? first = null;
        foreach (var pages in services)
        {
            if (await pages.PeekAsync(cancellationToken) is { } next
                && (first is not { } best || string.CompareOrdinal(next.PrioritySortkey, best.Analysis.PrioritySortkey) < 0))
            {
                first = (next, pages);
            }
        }

        first?.Pages.Skip();
        return first?.Analysis;
    }

    private async Task<HashSet<string>> ReceivedAsync(IReadOnlyList<string> samples, CancellationToken cancellationToken) =>
        (await reader.FindAsync<Sample>(samples, cancellationToken))
            .Where(sample => sample.DateReceived is not null)
            .Select(sample => sample.Uid)
            .ToHashSet(StringComparer.Ordinal);
}
