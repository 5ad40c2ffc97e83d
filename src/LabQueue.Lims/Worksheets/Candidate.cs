using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Worksheets;

/// <summary>An analysis that could be put on a worksheet, with what a list says of it.</summary>
/// <param name="Analysis">The analysis.</param>
/// <param name="Sample">Its sample.</param>
/// <param name="Client">Name of the client.</param>
/// <param name="Category">Title of its service's category.</param>
internal sealed record Candidate(Analysis Analysis, Sample? Sample, string Client, string Category)
{
    /// <summary>A page of them by priority: of some services, or of all. What waits for a task is promised elsewhere.</summary>
    /// <remarks>Each service has its own stretch of the index; the page is merged of their beginnings.</remarks>
    public static async Task<IReadOnlyList<Analysis>> ListAsync(
        LabReader reader, IReadOnlyList<string>? services, LabCursor? after, int limit, CancellationToken cancellationToken)
    {
        var query = new LabQuery { Types = [Analysis.Type], States = [AnalysisState.Unassigned], IsQueued = false, After = after, Limit = limit };
        if (services is null)
        {
            return await reader.ListAsync<Analysis>(query, cancellationToken);
        }

        var found = new List<Analysis>();
        foreach (var service in services)
        {
            found.AddRange(await reader.ListAsync<Analysis>(query with { Services = [service] }, cancellationToken));
        }

        return
        [
            .. found.OrderBy(analysis => analysis.SortKey, StringComparer.Ordinal)
                .ThenBy(analysis => analysis.Uid, StringComparer.Ordinal)
                .Take(limit),
        ];
    }

    /// <summary>Completes the rows of some analyses, with a few statements for all of them.</summary>
    public static async Task<IReadOnlyList<Candidate>> ReadAsync(
        LabReader reader, IReadOnlyList<Analysis> analyses, CancellationToken cancellationToken)
    {
        var samples = await ByUidAsync<Sample>(reader, analyses.Select(analysis => analysis.Container), cancellationToken);
        var clients = await ByUidAsync<LabClient>(reader, samples.Values.Select(sample => sample.ClientUid), cancellationToken);
        var services = await ByUidAsync<AnalysisService>(reader, analyses.Select(analysis => analysis.AnalysisService), cancellationToken);
        var categories = await ByUidAsync<AnalysisCategory>(reader, services.Values.Select(service => service.Category), cancellationToken);
        return
        [
            .. analyses.Select(analysis =>
            {
                var sample = samples.GetValueOrDefault(analysis.Container);
                var category = services.GetValueOrDefault(analysis.AnalysisService)?.Category;
                return new Candidate(
                    analysis,
                    sample,
                    clients.GetValueOrDefault(sample?.ClientUid ?? string.Empty)?.Title ?? string.Empty,
                    categories.GetValueOrDefault(category ?? string.Empty)?.Title ?? string.Empty);
            }),
        ];
    }

    /// <summary>A template's services; those that can be done by its method and on its instrument alone, if that is asked for.</summary>
    public static async Task<IReadOnlyList<string>> ServicesAsync(
        LabReader reader, WorksheetTemplate template, bool isByMethod, CancellationToken cancellationToken) => !isByMethod
        ? template.Services
        :
        [
            .. (await reader.FindAsync<AnalysisService>(template.Services, cancellationToken))
                .Where(service => (template.RestrictToMethod is not { } method || service.Methods.Contains(method, StringComparer.Ordinal))
                    && (template.Instrument is not { } instrument || service.Instruments.Contains(instrument, StringComparer.Ordinal)))
                .Select(service => service.Uid),
        ];

    private static async Task<Dictionary<string, T>> ByUidAsync<T>(LabReader reader, IEnumerable<string?> uids, CancellationToken cancellationToken)
        where T : LabObject =>
        (await reader.FindAsync<T>([.. uids.OfType<string>().Distinct(StringComparer.Ordinal)], cancellationToken))
        .ToDictionary(value => value.Uid, StringComparer.Ordinal);
}
