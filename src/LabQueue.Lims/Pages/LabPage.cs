using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Background;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages;

/// <summary>A page of the laboratory.</summary>
/// <param name="services">What it works with.</param>
[RequestFormLimits(ValueCountLimit = MostFields)]
internal abstract class LabPage(LabPageServices services) : SitePage
{
    // A table with a few fields in each row; the framework's own limit is that of a short form.
    private const int MostFields = 50_000;

    /// <summary>Whether who looks works in the laboratory.</summary>
    public bool IsLaboratory => Visitor.HasRole([.. SiteRights.Laboratory]);

    /// <summary>What it works with.</summary>
    protected LabPageServices Services => services;

    /// <summary>Looks at the laboratory as it is at one moment, as who looks at the page.</summary>
    protected async Task<T> LookAsync<T>(Func<LabActions, Visibility, Task<T>> look)
    {
        await using var work = await services.Store.LookAsync(Site, Origin(), Aborted);
        var actions = await BeginAsync(work);
        return await look(actions, new Visibility(actions.User, actions.Setup));
    }

    /// <summary>Changes the laboratory as who looks at the page, trying again where somebody else was faster.</summary>
    /// <param name="change">Makes the change; what it refuses is undone.</param>
    /// <param name="comment">What the person says about it; null: nothing.</param>
    /// <returns>Null: done. Else why not; nothing has changed.</returns>
    protected async Task<Refusal?> ChangeAsync(Func<LabActions, Visibility, Task<Refusal?>> change, string? comment = null)
    {
        try
        {
            return await services.Store.ChangeAsync(Site, Origin(comment), MakeAsync, Aborted);
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
        catch (LabConflictException conflict)
        {
            return new Refusal(RefusalKind.NotNow, conflict.Message);
        }

        async Task<Refusal?> MakeAsync(LabWork work)
        {
            var actions = await BeginAsync(work);
            if (await change(actions, new Visibility(actions.User, actions.Setup)) is { } refusal)
            {
                throw new RefusedException(refusal);
            }

            await actions.PromoteAsync(Aborted);
            return null;
        }
    }

    /// <summary>Does work on many objects as who looks at the page: at once, or in the background.</summary>
    protected async Task<WorkAnswer> WorkAsync(WorkRequest request)
    {
        LabUser user;
        await using (var reader = await services.Store.ReadAsync(Site, Aborted))
        {
            user = await UserAsync(reader);
        }

        try
        {
            return await services.Work.RunAsync(Site, request, user, Origin(request.Comment), Aborted);
        }
        catch (LabConflictException conflict)
        {
            return WorkAnswer.None(new Refusal(RefusalKind.NotNow, conflict.Message));
        }
    }

    /// <summary>What is done in the background by some tasks.</summary>
    /// <param name="reader">Where it is kept.</param>
    /// <param name="taskUids">The tasks; of many, the oldest are told of.</param>
    /// <param name="waiting">How many objects of the page wait for them.</param>
    protected async Task<WorkBox> ReadBoxAsync(LabReader reader, IReadOnlyCollection<string> taskUids, int waiting)
    {
        var (time, works) = (services.Store.Time, new List<WorkInHand>());
        foreach (var record in (await WorkLedger.FindAsync(reader, taskUids, Aborted)).Take(MostWorks))
        {
            works.Add(await WorkInHand.ReadAsync(reader, record, time.GetUtcNow(), Aborted));
        }

        return new WorkBox(await WorkLine.ReadAsync(reader, services.Links.Of(Site), works, time, Aborted), waiting);
    }

    /// <summary>Says on the next page what became of work that was asked for.</summary>
    protected void Tell(WorkAnswer answer)
    {
        if (answer.Refusal is { } refusal)
        {
            Tell(refusal);
            return;
        }

        if (answer.Queued > 0)
        {
            Tell(MessageKind.Info, L.Count(answer.Queued, "{0} object is processed in the background.|{0} objects are processed in the background."));
        }

        if (answer.Done.Count > 0)
        {
            Tell(MessageKind.Done, L.Count(answer.Done.Count, "Done: {0} object.|Done: {0} objects."));
        }

        if (answer.Note is not null)
        {
            TellEnglish(MessageKind.Warning, answer.Note);
        }

        foreach (var group in answer.Refused.GroupBy(item => item.Message, StringComparer.Ordinal).Take(MostReasons))
        {
            TellEnglish(MessageKind.Refused, group.Key);
        }

        if (answer.Refused.Count > MostReasons)
        {
            Tell(MessageKind.Refused, L.Count(answer.Refused.Count, "{0} object was refused in all.|{0} objects were refused in all."));
        }
    }

    /// <summary>Says on the next page why something was not done.</summary>
    protected void Tell(Refusal refusal) => TellEnglish(MessageKind.Refused, refusal.Message);

    /// <summary>Whose decision it is what follows.</summary>
    protected Origin Origin(string? comment = null) =>
        new(Visitor.Username, services.Store.Time.GetUtcNow(), HttpContext.Connection.RemoteIpAddress?.ToString(), comment)
        {
            Roles = Visitor.Account?.Roles ?? [],
        };

    // More of it than anybody reads.
    private const int MostWorks = 20;

    // So many sentences are read; more are counted.
    private const int MostReasons = 5;

    private async Task<LabActions> BeginAsync(LabWork work) => await LabActions.BeginAsync(work, await UserAsync(work), Aborted);

    // Somebody who was removed meanwhile may do nothing.
    private async Task<LabUser> UserAsync(LabReader reader) =>
        await services.Users.FindAsync(reader, Visitor.Username, Aborted) ?? new LabUser(Visitor.Username, []);
}
