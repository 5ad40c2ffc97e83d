using System.Data.Common;
using LabQueue.Consumer;
using LabQueue.Failing;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Background;

/// <summary>Does the laboratory's tasks, a chunk at a time, as the people who queued them.</summary>
internal sealed class LabTaskHandler(
    LabStore store, ChunkRunner runner, LabQueueLinks links, LabSite site, ConsumerName consumer) : ITaskHandler
{
    /// <inheritdoc/>
    public async Task HandleAsync(TaskRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        foreach (var outcome in await DoUnlessAwayAsync(run, cancellationToken))
        {
            // A task about an object alone has no list to tell of.
            if (run.Chunk.Count > 0)
            {
                Tell(run, outcome);
            }
        }
    }

    /// <summary>Does some of a task's objects; all of them for a task that names none, which is its context.</summary>
    /// <exception cref="TaskFailedException">The task says nothing that the laboratory could do.</exception>
    public async Task<IReadOnlyList<WorkOutcome>> DoAsync(
        QueueTask task, IReadOnlyList<string> chunk, CancellationToken cancellationToken)
    {
        FailPoint.Hit(FailPoint.Taken);
        IReadOnlyList<string> objects = chunk.Count > 0 ? chunk : [task.ContextUid];
        WorkRecord? known;
        bool isComplete;
        await using (var reader = await store.ReadAsync(site.Name, cancellationToken))
        {
            known = await WorkLedger.FindAsync(reader, task.TaskUid, cancellationToken);
            isComplete = await IsCompleteAsync(reader, task.TaskUid, objects, cancellationToken);
        }

        var mayTakeBack = !isComplete && await IsStillOursAsync(task, cancellationToken);
        return await runner.RunAsync(
            site.Name, known ?? await AdoptAsync(task, cancellationToken), objects, consumer.Id, mayTakeBack, cancellationToken);
    }

    // A database that is away is no fault of the task's: it goes back as it is.
    private async Task<IReadOnlyList<WorkOutcome>> DoUnlessAwayAsync(TaskRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await DoAsync(run.Task, run.Chunk, cancellationToken);
        }
        catch (DbException trouble) when (store.IsAway(trouble))
        {
            throw new TaskReleasedException("The laboratory's database does not answer.", inner: trouble);
        }
    }

    // Each object waits for this task, or was handled by it.
    private static async Task<bool> IsCompleteAsync(
        LabReader reader, string taskUid, IReadOnlyList<string> chunk, CancellationToken cancellationToken)
    {
        var pending = await PendingItems.FindAsync(reader, chunk, cancellationToken);
        var outcomes = await WorkLedger.OutcomesAsync(reader, taskUid, chunk, cancellationToken);
        return chunk.All(uid =>
            pending.GetValueOrDefault(uid)?.TaskUid == taskUid || outcomes.GetValueOrDefault(uid) is { Released: false });
    }

    // A task that was removed, and one whose lease went to another run, has nothing to take up.
    private async Task<bool> IsStillOursAsync(QueueTask task, CancellationToken cancellationToken) =>
        links.Of(site.Name).Queue is { } queue
        && await queue.FindAsync(task.TaskUid, cancellationToken) is { Status: QueueTaskStatus.Running } now
        && now.Fence == task.Fence;

    // Somebody added it to the queue past the laboratory: an add-on, or a person with the command line.
    private async Task<WorkRecord> AdoptAsync(QueueTask task, CancellationToken cancellationToken)
    {
        var action = TaskNames.ActionOf(task)
            ?? throw new TaskFailedException($"The laboratory does not know what a task named '{task.Name}' is to do.");
        var record = new WorkRecord
        {
            TaskUid = task.TaskUid,
            Name = task.Name,
            Action = action,
            ContextUid = task.ContextUid,
            ContextPath = task.ContextPath,
            Username = task.Username,
            Decided = task.Created.ToMicroseconds(),
        };
        await using var work = await store.BeginAsync(site.Name, WorkLedger.OriginOf(record, consumer.Id), cancellationToken);
        if (await WorkLedger.FindAsync(work, task.TaskUid, cancellationToken) is { } known)
        {
            return known;
        }

        await WorkLedger.InsertAsync(work, record, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return record;
    }

    private static void Tell(TaskRun run, WorkOutcome outcome)
    {
        switch (outcome.Outcome)
        {
            case OutcomeWord.Done:
                run.Done(outcome.ObjectUid, outcome.Message);
                break;
            case OutcomeWord.Refused:
                run.Refused(outcome.ObjectUid, outcome.Message ?? string.Empty);
                break;
            case OutcomeWord.Failed:
                run.Failed(outcome.ObjectUid, outcome.Message ?? string.Empty);
                break;
            default:
                run.Skipped(outcome.ObjectUid, outcome.Message);
                break;
        }
    }
}
