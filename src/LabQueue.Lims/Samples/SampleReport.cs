using LabQueue.Lims.Analyses;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Samples;

/// <summary>What is published of a sample: what its client reads.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Rows">Its results that count, in the order of their titles; what is hidden is left out.</param>
internal sealed record SampleReport(Sample Sample, IReadOnlyList<ReportRow> Rows)
{
    private const int MostAnalyses = 1_000;

    /// <summary>The client's name.</summary>
    public string Client { get; init; } = string.Empty;

    /// <summary>The contact's name.</summary>
    public string Contact { get; init; } = string.Empty;

    /// <summary>The sample type's name.</summary>
    public string Type { get; init; } = string.Empty;

    /// <summary>Whether it has gone to the client.</summary>
    public bool IsPublished => Sample.State == SampleState.Published;

    /// <summary>Reads the reports of samples, in that order.</summary>
    public static async Task<IReadOnlyList<SampleReport>> ReadAsync(
        LabReader reader, Visibility visibility, IReadOnlyList<Sample> samples, CancellationToken cancellationToken)
    {
        var analyses = new List<Analysis>();
        foreach (var sample in samples)
        {
            var query = visibility.Narrow(new LabQuery { Types = [Analysis.Type], ContainerUid = sample.Uid, Limit = MostAnalyses });
            analyses.AddRange(query is null ? [] : await reader.ListAsync<Analysis>(query, cancellationToken));
        }

        string[] around =
        [
            .. samples.SelectMany(sample => new[] { sample.ClientUid, sample.Contact, sample.SampleType })
                .Concat(analyses.Select(analysis => analysis.Method)).OfType<string>().Distinct(StringComparer.Ordinal),
        ];
        var titles = (await visibility.FindAsync(reader, around, cancellationToken)).ToDictionary(value => value.Uid, value => value.Title, StringComparer.Ordinal);
        var rows = analyses
            .Where(analysis => visibility.Shows(analysis) && !analysis.Hidden && !AnalysisState.IsDetached(analysis.State))
            .OrderBy(analysis => analysis.Title, StringComparer.OrdinalIgnoreCase)
            .ThenBy(analysis => analysis.SortKey, StringComparer.Ordinal)
            .ToLookup(analysis => analysis.Container, analysis => RowOf(analysis, visibility, TitleOf(analysis.Method)), StringComparer.Ordinal);
        return
        [
            .. samples.Select(sample => new SampleReport(sample, [.. rows[sample.Uid]])
            {
                Client = TitleOf(sample.ClientUid),
                Contact = TitleOf(sample.Contact),
                Type = TitleOf(sample.SampleType),
            }),
        ];

        string TitleOf(string? uid) => titles.GetValueOrDefault(uid ?? string.Empty, string.Empty);
    }

    private static ReportRow RowOf(Analysis analysis, Visibility visibility, string method)
    {
        var isShown = visibility.ShowsResult(analysis);
        return new ReportRow(analysis, isShown ? analysis.Result : string.Empty, method)
        {
            IsOut = isShown && ResultRanges.IsOutOfRange(analysis, source: null),
        };
    }
}
