using LabQueue.Failing;
using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Background;

/// <summary>Decides in the user's own transaction what is queued, what is done at once, and what is refused (design, D7).</summary>
internal sealed class BackgroundWork(
    LabStore store, LabQueueLinks links, WorkPlanner planner, WorkPerformer performer, IOutboxSignal signal) : IBackgroundWork
{
    // In the foreground a transaction stays short as well: others write in between.
    private const int ForegroundChunk = 20;

    /// <inheritdoc/>
    public async Task<WorkAnswer> RunAsync(
        string site, WorkRequest request, LabUser user, Origin origin, CancellationToken cancellationToken)
    {
        var link = links.Of(site);
        var state = await link.StateAsync(cancellationToken);
        var (answer, plan) = await store.PrepareAsync(
            site, origin with { Comment = request.Comment ?? origin.Comment }, Decide, cancellationToken);
        FailPoint.Hit(FailPoint.Enqueued);
        return plan is null ? answer : await DoAtOnceAsync(site, plan, answer, user, origin, cancellationToken);

        async Task<(WorkAnswer, WorkPlan?)> Decide(LabWork work)
        {
            var open = await WorkLedger.OpenAsync(work, cancellationToken);
            var actions = await LabActions.BeginAsync(work, user, cancellationToken);
            var (plan, refused, refusal) = await planner.PlanAsync(actions, request, cancellationToken);
            if (plan is null)
            {
                return (WorkAnswer.None(refusal!), null);
            }

            var isQueued = plan.Items.Count > actions.Setup.BackgroundAbove && IsTaken(state, actions.Setup);
            return !isQueued || plan.Items.Count == 0
                ? (new WorkAnswer(null, 0, [], refused) { Made = plan.Made }, plan)
                : (await EnqueueAsync(work, open, plan, user, refused, cancellationToken), null);
        }
    }

    private static bool IsTaken(QueueState state, Setup setup) => state switch
    {
        QueueState.Ready => true,
        QueueState.Off => false,
        QueueState.Unreachable => setup.WhenUnreachable == Setup.Wait,
    };

    // Planned on a snapshot: from here on others wait, and what was planned on is so still, or is planned on anew.
    private async Task<WorkAnswer> EnqueueAsync(
        LabWork work,
        IReadOnlyList<string> open,
        WorkPlan plan,
        LabUser user,
        IReadOnlyList<RefusedItem> refused,
        CancellationToken cancellationToken)
    {
        await work.TakeTurnAsync(cancellationToken);
        if (await WorkLedger.IsOvertakenAsync(work, open, cancellationToken))
        {
            throw new LabConflictException("Something that this work is about was queued by somebody else meanwhile.");
        }

        var record = new WorkRecord
        {
            TaskUid = TaskUid.New(work.Now),
            Name = TaskNames.Of(plan.Action),
            Action = plan.Action,
            ContextUid = plan.ContextUid,
            ContextPath = plan.ContextPath,
            Username = user.Username,
            Roles = System.Text.Json.JsonSerializer.Serialize(user.Roles),
            Decided = work.Origin.Decided.ToMicroseconds(),
            Address = work.Origin.Address,
            Comment = plan.Comment,
            FollowUp = plan.FollowUp,
            Total = plan.Items.Count,
        };
        await WorkLedger.InsertAsync(work, record, cancellationToken);
        if (await WorkLedger.PendAsync(work, record, plan.Items, cancellationToken) < plan.Items.Count)
        {
            throw new LabConflictException("Some of the objects were queued by somebody else meanwhile.");
        }

        await WorkLedger.KeepAsync(work, record.TaskUid, cancellationToken);
        work.AfterCommit(signal.Wake);
        return new WorkAnswer(record.TaskUid, plan.Items.Count, [], refused) { Made = plan.Made };
    }

    private async Task<WorkAnswer> DoAtOnceAsync(
        string site, WorkPlan plan, WorkAnswer answer, LabUser user, Origin origin, CancellationToken cancellationToken)
    {
        var done = new List<string>();
        var refused = answer.Refused.ToList();
        foreach (var chunk in plan.Items.Chunk(ForegroundChunk))
        {
            var outcomes = await store.ChangeAsync(site, origin, work => DoAsync(work, chunk), cancellationToken);
            foreach (var (item, refusal) in outcomes)
            {
                if (refusal is null)
                {
                    done.Add(item.Uid);
                }
                else
                {
                    refused.Add(new RefusedItem(item.Uid, refusal.Message));
                }
            }
        }

        var note = await store.ChangeAsync(site, origin, FinishAsync, cancellationToken);
        return answer with { Done = done, Refused = refused, Note = note };

        async Task<IReadOnlyList<(WorkItem Item, Refusal? Refusal)>> DoAsync(LabWork work, WorkItem[] chunk)
        {
            var actions = await LabActions.BeginAsync(work, user, cancellationToken);
            var outcomes = new List<(WorkItem, Refusal?)>();
            foreach (var item in chunk)
            {
                outcomes.Add((item, await performer.DoAsync(
                    actions, plan.Action, plan.ContextUid, item, plan.Comment, cancellationToken)));
            }

            await actions.PromoteAsync(cancellationToken);
            return outcomes;
        }

        async Task<string?> FinishAsync(LabWork work)
        {
            if (plan.FollowUp is null)
            {
                return null;
            }

            var actions = await LabActions.BeginAsync(work, user, cancellationToken);
            var found = await performer.FinishAsync(actions, plan.ContextUid, plan.FollowUp, cancellationToken);
            await actions.PromoteAsync(cancellationToken);
            return found;
        }
    }
}
