namespace LabQueue.TestKit.Histories.Steps;

/// <summary>A consumer reports, and asks for work.</summary>
/// <param name="Site">The site.</param>
/// <param name="Consumer">Which one; the first three are classic ones.</param>
public sealed record PopStep(int Site, int Consumer) : HistoryStep(Site)
{
    /// <summary>Seconds of the lease.</summary>
    public int Lease { get; init; } = 15;

    /// <summary>How many tasks; null: not said.</summary>
    public int? Count { get; init; }

    /// <summary>Only these names.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>Reports to carry out first.</summary>
    public IReadOnlyList<ReportStep> Reports { get; init; } = [];

    /// <inheritdoc/>
    public override async Task RunAsync(HistoryRun run, SiteRun site)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(site);
        var reports = Reports.Select(step => step.Make(site)).OfType<TaskReport>().ToList();
        var isLeased = Consumer >= HistoryWords.FirstLeased;
        var request = new PopRequest(HistoryWords.Consumers[Consumer])
        {
            Count = Count,
            Names = Names,
            Lease = isLeased ? TimeSpan.FromSeconds(Lease) : null,
            RequestId = isLeased ? RequestId : null,
            Reports = reports,
        };

        var expected = site.Model.Pop(request, run.Now);
        var actual = await site.Queue.PopAsync(
            request with { Reports = [.. reports.Select(report => ReportStep.ForStore(site, report))] },
            CancellationToken.None);

        for (var i = 0; i < reports.Count && i < actual.Reported.Count; i++)
        {
            ReportStep.Compare(site, reports[i], expected.Reported[i], actual.Reported[i]);
        }

        Differ.IfNotSame("number of answers to reports", expected.Reported.Count, actual.Reported.Count);
        foreach (var (wanted, found) in expected.Tasks.Zip(actual.Tasks))
        {
            site.Claimed(wanted, found);
        }

        site.Compare("taken", expected.Tasks, actual.Tasks);
    }

    /// <inheritdoc/>
    public override IEnumerable<HistoryStep> Plainer()
    {
        PopStep[] plainer =
        [
            new(Site, Consumer),
            this with { Reports = [] },
            this with { Names = [] },
            this with { RequestId = null },
            this with { Count = null },
        ];
        return plainer.Where(other => other != this);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"site {Site}: {HistoryWords.Consumers[Consumer]} pops"
        + (Count is null ? string.Empty : $" {Count}")
        + (Consumer >= HistoryWords.FirstLeased ? $" for {Lease} s" : string.Empty)
        + (Names.Count == 0 ? string.Empty : $" of {string.Join(',', Names)}")
        + (RequestId is null ? string.Empty : $" as {RequestId}")
        + (Reports.Count == 0 ? string.Empty : $" after [{string.Join("; ", Reports)}]");
}
