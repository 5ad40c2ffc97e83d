using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Workflow;

/// <summary>What transitions do. Nobody is asked any more: who calls has checked, or it follows from what was checked.</summary>
/// <param name="actions">The transaction they are part of.</param>
internal sealed class Effects(LabActions actions)
{
    private readonly AnalysisEffects _analyses = new(actions);

    private LabWork Work => actions.Work;

    /// <summary>Applies a transition and all that follows from it but promotions.</summary>
    public Task ApplyAsync(LabObject about, Transition transition, string? comment, CancellationToken cancellationToken)
    {
        switch (about)
        {
            case Analysis analysis:
                return _analyses.ApplyAsync(analysis, transition, comment, cancellationToken);
            case Sample sample:
                return ApplyAsync(sample, transition, comment, cancellationToken);
            case Worksheet worksheet:
                return ApplyAsync(worksheet, transition, comment, cancellationToken);
            case ReferenceSample sample:
                actions.Move(
                    sample with
                    {
                        DateExpired = transition.Id == TransitionId.Expire ? Work.Now : sample.DateExpired,
                        DateDisposed = transition.Id == TransitionId.Dispose ? Work.Now : sample.DateDisposed,
                    },
                    transition.Id,
                    transition.To[0],
                    comment);
                return Task.CompletedTask;
            default:
                actions.Move(about, transition.Id, transition.To[0], comment);
                return Task.CompletedTask;
        }
    }

    /// <summary>Takes an analysis out of its sample and off its worksheet, with its duplicates.</summary>
    public Task DeleteAsync(Analysis analysis, CancellationToken cancellationToken) =>
        _analyses.DeleteAsync(analysis, cancellationToken);

    /// <summary>Lets a worksheet do what follows from the states of its analyses.</summary>
    public async Task PromoteWorksheetAsync(string uid, CancellationToken cancellationToken)
    {
        if (await Work.FindAsync<Worksheet>(uid, cancellationToken) is not { } worksheet)
        {
            return;
        }

        var tally = await Work.TallyWorksheetAsync(uid, cancellationToken);
        while (Promotion.OfWorksheet(worksheet.State, tally) is { } next)
        {
            worksheet = actions.Move(worksheet, next, WorksheetMachine.Worksheet.Find(next, worksheet.State)!.To[0]);
        }
    }

    /// <summary>Lets a sample do what follows from the states of its analyses.</summary>
    public async Task PromoteSampleAsync(string uid, CancellationToken cancellationToken)
    {
        if (await Work.FindAsync<Sample>(uid, cancellationToken) is not { } sample)
        {
            return;
        }

        var tally = await Work.TallySampleAsync(uid, cancellationToken);
        while (Promotion.OfSample(sample.State, tally, actions.Setup) is { } next)
        {
            var after = next switch
            {
                TransitionId.Verify => sample with { DateVerified = Work.Now },
                TransitionId.RollbackToReceive => sample with { DateVerified = null },
                _ => sample,
            };
            var state = next == TransitionId.RollbackToReceive && sample.DateReceived is null
                ? SampleState.Due
                : StateAfter(next);
            sample = actions.Move(after, next, state);
        }
    }

    private static string StateAfter(string promotion) => promotion switch
    {
        TransitionId.Submit => SampleState.ToBeVerified,
        TransitionId.Verify => SampleState.Verified,
        _ => SampleState.Received,
    };

    private async Task ApplyAsync(Worksheet worksheet, Transition transition, string? comment, CancellationToken cancellationToken)
    {
        if (transition.Deletes)
        {
            Work.Delete(worksheet, transition.Id);
            return;
        }

        actions.Move(worksheet, transition.Id, transition.To[0], comment);
        var uids = await ListAsync(WorkflowSql.AnalysesOfWorksheet, worksheet.Uid, cancellationToken);
        await TakeAlongAsync(uids, transition.Id, comment, cancellationToken);
        actions.TouchWorksheet(worksheet.Uid);
    }

    private async Task ApplyAsync(Sample sample, Transition transition, string? comment, CancellationToken cancellationToken)
    {
        actions.Move(After(sample, transition.Id), transition.Id, StateAfter(sample, transition), comment);
        if (transition.Id != TransitionId.Verify)
        {
            var action = transition.Id == TransitionId.Receive ? TransitionId.Initialize : transition.Id;
            var uids = await ListAsync(WorkflowSql.AnalysesOfSample, sample.Uid, cancellationToken);
            await TakeAlongAsync(uids, action, comment, cancellationToken);
        }

        actions.TouchSample(sample.Uid);
    }

    private Sample After(Sample sample, string action) => action switch
    {
        TransitionId.Receive => sample with { DateReceived = Work.Now },
        TransitionId.Verify => sample with { DateVerified = Work.Now },
        TransitionId.Publish => sample with { DatePublished = Work.Now },
        TransitionId.Cancel => sample with { StateBeforeCancel = sample.State },
        TransitionId.Reinstate => sample with { StateBeforeCancel = null },
        _ => sample,
    };

    private static string StateAfter(Sample sample, Transition transition) =>
        transition.Id == TransitionId.Reinstate ? sample.StateBeforeCancel ?? SampleState.Due : transition.To[0];

    // What is in no state for it is left as it is.
    private async Task TakeAlongAsync(
        IReadOnlyList<string> uids, string action, string? comment, CancellationToken cancellationToken)
    {
        foreach (var analysis in await Work.FindAsync<Analysis>(uids, cancellationToken))
        {
            if (Machines.Of(analysis).Find(action, analysis.State) is { } transition)
            {
                await _analyses.ApplyAsync(analysis, transition, comment, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<string>> ListAsync(string sql, string uid, CancellationToken cancellationToken)
    {
        await Work.FlushAsync(cancellationToken);
        return await Work.QueryAsync<string>(sql, new { site = Work.Site, uid }, cancellationToken);
    }
}
