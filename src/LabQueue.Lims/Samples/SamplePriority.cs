using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Samples;

/// <summary>Changes how soon a sample is worked on, with the places of its analyses in all lists.</summary>
internal static class SamplePriority
{
    /// <summary>Gives a sample a priority.</summary>
    /// <param name="actions">The transaction, and whose rights count.</param>
    /// <param name="uid">The sample.</param>
    /// <param name="priority"><c>1</c> highest to <c>5</c> lowest.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Null: done. Else why not; nothing has changed.</returns>
    public static async Task<Refusal?> SetAsync(LabActions actions, string uid, int priority, CancellationToken cancellationToken)
    {
        if (await actions.Work.FindAsync<Sample>(uid, cancellationToken) is not { } sample)
        {
            return new Refusal(RefusalKind.NotFound, $"There is no sample {uid}.");
        }

        if (priority is < 1 or > 5)
        {
            return new Refusal(RefusalKind.Invalid, $"A sample's priority is 1 to 5, not {priority}.");
        }

        var refusal = actions.Require(Permission.EditSampleFields, sample)
            ?? await actions.CheckPendingAsync(sample, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        actions.Work.Put(sample with { Priority = priority });
        await actions.Work.FlushAsync(cancellationToken);
        var uids = await actions.Work.QueryAsync<string>(
            WorkflowSql.AnalysesOfSample, new { site = actions.Work.Site, uid }, cancellationToken);
        foreach (var analysis in await actions.Work.FindAsync<Analysis>(uids, cancellationToken))
        {
            actions.Work.Put(analysis with { Priority = priority });
        }

        return null;
    }
}
