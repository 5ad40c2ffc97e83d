using LabQueue.Consumer;
using LabQueue.Failing;
using LabQueue.Lims.Access;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Background;

/// <summary>Does a chunk of a task: the effect, its outcomes and the task's figures, in one transaction.</summary>
/// <remarks>
/// Where a person waits meanwhile, the chunk is cut behind the object in hand: the rest of it has a transaction of its own.
/// An object is handled only while its pending row names this task, and the row goes with the effect. So whatever is killed or
/// paused when, and however often a chunk comes, an object is handled once (design, D7).
/// </remarks>
internal sealed class ChunkRunner(LabStore store, ILabUsers users, WorkPerformer performer)
{
    private const string NotThisTasks = "It was not this task's any more.";

    /// <summary>Does a chunk.</summary>
    /// <param name="site">The site.</param>
    /// <param name="known">The work as it was last read.</param>
    /// <param name="chunk">The objects.</param>
    /// <param name="consumerId">Who does it.</param>
    /// <param name="mayTakeBack">
    /// The queue just said that this very run has the task: objects that were released when the task ended before are taken up again.
    /// </param>
    /// <param name="cancellationToken">Ends the work; nothing of the chunk has happened then.</param>
    /// <returns>The outcome of each object, those of an earlier run included.</returns>
    /// <exception cref="TaskFailedException">The task cannot run as its user.</exception>
    public async Task<IReadOnlyList<WorkOutcome>> RunAsync(
        string site,
        WorkRecord known,
        IReadOnlyList<string> chunk,
        string? consumerId,
        bool mayTakeBack,
        CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var (outcomes, isCut) = await RunPartAsync(site, known, chunk, consumerId, mayTakeBack && isFirst, cancellationToken);
            if (!isCut)
            {
                return outcomes;
            }
        }
    }

    private async Task<(IReadOnlyList<WorkOutcome> Outcomes, bool IsCut)> RunPartAsync(
        string site,
        WorkRecord known,
        IReadOnlyList<string> chunk,
        string? consumerId,
        bool mayTakeBack,
        CancellationToken cancellationToken)
    {
        await using var work = await store.BeginAsync(site, WorkLedger.OriginOf(known, consumerId), cancellationToken);
        var record = await WorkLedger.FindAsync(work, known.TaskUid, cancellationToken) ?? known;
        var actions = await LabActions.BeginAsync(work, await UserAsync(work, record.Username, cancellationToken), cancellationToken);
        var before = record;
        var told = (await WorkLedger.OutcomesAsync(work, record.TaskUid, chunk, cancellationToken)).ToDictionary(StringComparer.Ordinal);
        if (mayTakeBack)
        {
            record = await TakeBackAsync(work, record, chunk, told, cancellationToken);
        }

        if (record.Ended is not null)
        {
            // It was removed, or all of it is done: nothing waits for it any more.
            return (Told(chunk, told), IsCut: false);
        }

        var waiting = (await WorkLedger.PendingAsync(work, record.TaskUid, chunk, cancellationToken))
            .ToDictionary(item => item.Uid, StringComparer.Ordinal);
        await actions.ReadTogetherAsync([.. waiting.Keys], cancellationToken);
        var isCut = false;
        foreach (var item in chunk.Distinct(StringComparer.Ordinal).Select(uid => waiting.GetValueOrDefault(uid)).OfType<WorkItem>())
        {
            var refusal = await performer.DoAsync(
                actions, record.Action, record.ContextUid, item, record.Comment, cancellationToken);
            var outcome = Outcome(item, refusal?.Message, refusal is null ? OutcomeWord.Done : OutcomeWord.Refused);
            told[item.Uid] = outcome;
            record = WorkLedger.Count(record, outcome.Outcome);
            await WorkLedger.RecordAsync(work, record.TaskUid, outcome, cancellationToken);
            waiting.Remove(item.Uid);
            if (isCut = work.IsWanted && waiting.Count > 0)
            {
                break;
            }
        }

        await actions.PromoteAsync(cancellationToken);
        record = await FinishAsync(actions, record with { Status = WorkStatus.Running, ConsumerId = consumerId }, cancellationToken);
        await WorkLedger.SetAsync(work, before, record, cancellationToken);
        await work.CommitAsync(cancellationToken);

        // A crash from here on leaves the chunk in the queue; it comes again, and its outcomes are told as they are.
        FailPoint.Hit(FailPoint.Worked);
        return (Told(chunk, told), isCut);
    }

    private static IReadOnlyList<WorkOutcome> Told(IReadOnlyList<string> chunk, Dictionary<string, WorkOutcome> told) =>
        [.. chunk.Select(uid => told.GetValueOrDefault(uid) ?? Skipped(uid))];

    private async Task<LabUser> UserAsync(LabWork work, string username, CancellationToken cancellationToken) =>
        await users.FindAsync(work, username, cancellationToken) switch
        {
            null => throw new TaskFailedException($"The laboratory has no user '{username}' any more, and the task runs as that user."),
            { Disabled: true } => throw new TaskFailedException($"The user '{username}' was disabled, and the task runs as that user."),
            var user => user,
        };

    // What waits for another task by now is that one's.
    private static async Task<WorkRecord> TakeBackAsync(
        LabWork work,
        WorkRecord record,
        IReadOnlyList<string> chunk,
        Dictionary<string, WorkOutcome> told,
        CancellationToken cancellationToken)
    {
        var others = await PendingItems.FindAsync(work, chunk, cancellationToken);
        foreach (var uid in chunk.Distinct(StringComparer.Ordinal))
        {
            var outcome = told.GetValueOrDefault(uid);
            if (outcome is { Released: false } || others.GetValueOrDefault(uid)?.TaskUid == record.TaskUid)
            {
                continue;
            }

            record = await ForgetAsync(work, record, outcome, cancellationToken);
            told.Remove(uid);
            var item = new WorkItem(uid, outcome?.Number ?? record.Total, Version: 0, Slot: null);
            if (others.TryGetValue(uid, out var other))
            {
                told[uid] = Outcome(item, $"It is queued for another task by now, {TaskUid.Short(other.TaskUid)} of {other.Username}.", OutcomeWord.Refused);
                await WorkLedger.RecordAsync(work, record.TaskUid, told[uid], cancellationToken);
                record = WorkLedger.Count(record, OutcomeWord.Refused);
            }
            else
            {
                await WorkLedger.PendAsync(work, record, [item], cancellationToken);
            }
        }

        return record with { Ended = null, Error = null };
    }

    private static async Task<WorkRecord> ForgetAsync(
        LabWork work, WorkRecord record, WorkOutcome? outcome, CancellationToken cancellationToken)
    {
        if (outcome is null)
        {
            return record with { Total = record.Total + 1 };
        }

        await WorkLedger.TakeBackAsync(work, record.TaskUid, outcome.ObjectUid, cancellationToken);
        return WorkLedger.Count(record, outcome.Outcome, -1);
    }

    private async Task<WorkRecord> FinishAsync(LabActions actions, WorkRecord record, CancellationToken cancellationToken)
    {
        if (record.Remaining > 0)
        {
            return record;
        }

        var note = await performer.FinishAsync(actions, record, cancellationToken);
        return record with { Status = WorkStatus.Done, Ended = actions.Work.Now.ToMicroseconds(), Error = note };
    }

    private static WorkOutcome Outcome(WorkItem item, string? message, string outcome) =>
        new() { ObjectUid = item.Uid, Number = item.Number, Outcome = outcome, Message = message };

    private static WorkOutcome Skipped(string uid) =>
        new() { ObjectUid = uid, Outcome = OutcomeWord.Skipped, Message = NotThisTasks };
}
