using LabQueue.Lims.Access;
using LabQueue.Lims.Analyses;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Samples;

/// <summary>Adds analyses to samples that are there, and takes some away (<c>lims-domain</c>, 2.8).</summary>
/// <param name="actions">The transaction, and whose rights count.</param>
internal sealed class SampleAnalyses(LabActions actions)
{
    private readonly ServiceCatalog _catalog = new(actions.Work);

    private LabWork Work => actions.Work;

    /// <summary>Whether a sample in a state can get or lose analyses.</summary>
    public static bool MayChange(string state) =>
        state is SampleState.Due or SampleState.Received or SampleState.ToBeVerified or SampleState.Verified;

    /// <summary>Adds analyses. A service that the sample is analysed for already is left out.</summary>
    /// <param name="sampleUid">The sample.</param>
    /// <param name="names">Uids or keywords of services.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was added, or why nothing can be.</returns>
    public async Task<(IReadOnlyList<Analysis> Added, Refusal? Refusal)> AddAsync(
        string sampleUid, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (await Work.FindAsync<Sample>(sampleUid, cancellationToken) is not { } sample)
        {
            return ([], new Refusal(RefusalKind.NotFound, $"There is no sample {sampleUid}."));
        }

        var (services, missing) = await _catalog.FindAsync(names, cancellationToken);
        if ((CheckSample(sample) ?? await actions.CheckSelfPendingAsync(sample, cancellationToken) ?? missing) is { } refusal)
        {
            return ([], refusal);
        }

        var there = await AnalysesOfAsync(sample, cancellationToken);
        var analysed = there.Where(analysis => !AnalysisState.IsDetached(analysis.State))
            .Select(analysis => analysis.AnalysisService)
            .ToHashSet(StringComparer.Ordinal);
        var ids = there.Select(analysis => analysis.Id).ToList();
        var client = await Work.GetAsync<LabClient>(sample.ParentUid, cancellationToken);
        var added = new List<Analysis>();
        foreach (var service in services.Where(service => analysed.Add(service.Uid)))
        {
            var id = AnalysisIds.Next(service.Keyword, ids);
            ids.Add(id);
            added.Add(Work.Add(NewAnalysis.Of(sample, service, id, client.BulkDiscount, actions.Setup, Work.Now)));
        }

        actions.TouchSample(sample.Uid);
        return (added, null);
    }

    /// <summary>Takes an analysis away, by a mark: its record stays. What was submitted stays, and what waits for a task (T-21).</summary>
    /// <returns>Null: done. Else why not; nothing has changed.</returns>
    public async Task<Refusal?> RemoveAsync(string uid, CancellationToken cancellationToken)
    {
        if (await Work.FindAsync<Analysis>(uid, cancellationToken) is not { Kind: AnalysisKind.Routine } analysis)
        {
            return new Refusal(RefusalKind.NotFound, $"There is no analysis {uid} of a sample.");
        }

        var sample = await Work.GetAsync<Sample>(analysis.Container, cancellationToken);
        var refusal = CheckSample(sample)
            ?? (analysis.Slot is null ? null : actions.Require(Permission.UnassignAnalysis, analysis))
            ?? await actions.CheckPendingAsync(analysis, cancellationToken, PendingGuard.Removal)
            ?? (AnalysisState.IsOpen(analysis.State)
                ? null
                : new Refusal(
                    RefusalKind.NotNow, $"{Words.Of(analysis)} cannot be removed: it is {Words.OfState(analysis.State)}."));
        if (refusal is not null)
        {
            return refusal;
        }

        await actions.DeleteAsync(analysis, cancellationToken);
        return null;
    }

    private async Task<IReadOnlyList<Analysis>> AnalysesOfAsync(Sample sample, CancellationToken cancellationToken)
    {
        await Work.FlushAsync(cancellationToken);
        var uids = await Work.QueryAsync<string>(
            WorkflowSql.AnalysesOfSample, new { site = Work.Site, uid = sample.Uid }, cancellationToken);
        return await Work.FindAsync<Analysis>(uids, cancellationToken);
    }

    private Refusal? CheckSample(Sample sample) =>
        actions.Require(Permission.AddAnalysis, sample)
        ?? (MayChange(sample.State)
            ? null
            : new Refusal(
                RefusalKind.NotNow, $"The analyses of {sample.Id} cannot be changed: it is {Words.OfState(sample.State)}."));
}
