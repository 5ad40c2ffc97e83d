namespace LabQueue.TestKit.Histories.Steps;

/// <summary>A consumer reports.</summary>
/// <param name="Site">The site.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Claim">Of which claim: 0 for the latest, 1 for the one before.</param>
/// <param name="Says">What it says of the claim itself.</param>
/// <param name="Processed">For an advance: which objects, as bits.</param>
public sealed record ReportStep(int Site, ReportKind Kind, int Claim, ClaimWords Says, int Processed) : HistoryStep(Site)
{
    private const long NoSuchFence = 1_000_000;

    /// <summary>The report, as the model takes it; null while nothing was claimed.</summary>
    public TaskReport? Make(SiteRun site)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (site.Claims.Count == 0)
        {
            return null;
        }

        var (uid, consumer, fence) = site.Claims[^(1 + (Claim % site.Claims.Count))];
        var bits = Processed;
        return new TaskReport(Kind, uid)
        {
            Fence = Says is ClaimWords.NoFence ? null : Says is ClaimWords.WrongFence ? NoSuchFence : fence,
            ConsumerId = Says is ClaimWords.OtherConsumer ? "somebody else" : Says is ClaimWords.NoFence ? null : consumer,
            ReportedBy = $"reporter-{Processed % 2}",
            ErrorMessage = Kind == ReportKind.Fail && Processed % 3 > 0 ? new JsonText($"{{\"code\":{Processed}}}") : null,
            Processed = Kind != ReportKind.Advance ? [] :
            [
                .. Enumerable.Range(0, HistoryWords.Objects.Length).Where(i => (bits & (1 << i)) != 0)
                    .Select(i => new ItemOutcome(HistoryWords.Objects[i], (ItemOutcomeKind)((bits + i) % 4), i == 1 ? "why" : null)),
            ],
        };
    }

    /// <inheritdoc/>
    public override async Task RunAsync(HistoryRun run, SiteRun site)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (Make(site) is not { } report)
        {
            return;
        }

        var expected = site.Model.Report(report, run.Now);
        var actual = await site.Queue.ReportAsync(ForStore(site, report), CancellationToken.None);

        Compare(site, report, expected, actual);
    }

    /// <inheritdoc/>
    public override IEnumerable<HistoryStep> Plainer()
    {
        if (Kind == ReportKind.Advance && Processed != 1)
        {
            yield return this with { Processed = 1 };
        }
        else if (Processed != 0 && Kind != ReportKind.Advance)
        {
            yield return this with { Processed = 0 };
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"site {Site}: {Kind} of claim -{Claim}, {Says}"
        + (Kind == ReportKind.Advance ? $", objects {Convert.ToString(Processed, 2)}" : string.Empty);

    /// <summary>The report with the store's number of the claim.</summary>
    internal static TaskReport ForStore(SiteRun site, TaskReport report) =>
        report with { Fence = site.StoreFence(report.Fence) };

    /// <summary>Compares what both made of a report.</summary>
    internal static void Compare(SiteRun site, TaskReport report, ReportResult expected, ReportResult actual)
    {
        Differ.IfNotSame($"outcome of {report.Kind}", expected.Outcome, actual.Outcome);
        if (expected.Outcome != ReportOutcome.Accepted)
        {
            return;
        }

        // The same report again is answered, and changes nothing.
        if (report.Fence is { } fence && expected.Before?.Fence != fence)
        {
            return;
        }

        Differ.Unless(
            expected.Before!.Fence is not { } claim || site.Reported.Add((report.TaskUid, claim)),
            "I3: two reports of one claim were carried out");

        // Until when the lease would have lived is of no interest any more.
        site.Compare(
            "before the report",
            [expected.Before! with { LeaseUntil = null }],
            [actual.Before! with { LeaseUntil = null }]);
        if (expected.After is not null || actual.After?.Status < QueueTaskStatus.Done)
        {
            // A store may say when the next chunk could begin; that is not kept.
            var after = actual.After is null ? null : actual.After with { Started = expected.After?.Started };
            Differ.IfNotSame("after the report", site.Expected(expected.After), TaskText.Of(after));
        }
    }
}
