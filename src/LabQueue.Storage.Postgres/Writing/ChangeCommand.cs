using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Carries out what a person wants of a task, and writes down who wanted it.</summary>
/// <param name="taskUid">The task.</param>
/// <param name="by">Who wants it.</param>
/// <param name="action">How the record calls it.</param>
/// <param name="change">Does it.</param>
/// <param name="explain">What the record says of the task as it was before; null: its name.</param>
internal sealed class ChangeCommand(
    string taskUid, Actor by, string action, Func<GroupWork, TrackedTask, Actor, ChangeResult> change,
    Func<QueueTask, string>? explain = null)
    : WriteCommand<ChangeResult>(Turn.Change)
{
    /// <summary>Puts a task back with fresh retries.</summary>
    public static ChangeResult Requeue(GroupWork work, TrackedTask tracked, Actor by)
    {
        var task = TaskLifecycle.Requeue(tracked.Now!.Task, work.Settings, work.NextNumber());
        TaskMoves.Settle(work, tracked, task, "requeued", by);
        return new ChangeResult(ChangeOutcome.Changed, task);
    }

    /// <summary>Removes a task.</summary>
    public static ChangeResult Delete(GroupWork work, TrackedTask tracked, Actor by)
    {
        var before = tracked.Now!.Task;
        TaskMoves.Settle(work, tracked, before with { Status = QueueTaskStatus.Deleted }, "deleted", by);
        return new ChangeResult(ChangeOutcome.Changed, before);
    }

    /// <summary>Ends a task, or asks its consumer to.</summary>
    public static ChangeResult Cancel(GroupWork work, TrackedTask tracked, Actor by)
    {
        var row = tracked.Now!;
        if (row.Task.Status == QueueTaskStatus.Running)
        {
            tracked.Now = row with { Task = row.Task with { CancelRequested = true } };
            tracked.IsChanged = true;
            work.CancelledRuns.Add(row.Id);
            return new ChangeResult(ChangeOutcome.Requested, tracked.Now.Task);
        }

        var task = row.Task with { Status = QueueTaskStatus.Cancelled };
        TaskMoves.Settle(work, tracked, task, "cancelled", by);
        return new ChangeResult(ChangeOutcome.Changed, task);
    }

    /// <summary>Gives a task another priority.</summary>
    public static ChangeResult Prioritize(GroupWork work, TrackedTask tracked, int priority)
    {
        var task = TaskLifecycle.Prioritize(tracked.Now!.Task, priority);
        TaskMoves.Reorder(work, tracked, task);
        return new ChangeResult(ChangeOutcome.Changed, task);
    }

    /// <inheritdoc/>
    public override void Plan(LoadPlan plan) => plan.TaskUids.Add(taskUid);

    /// <inheritdoc/>
    public override ValueTask RunAsync(GroupWork work, CancellationToken cancellationToken)
    {
        if (work.Find(taskUid) is not { } tracked)
        {
            Result = new ChangeResult(ChangeOutcome.NotFound, null);
            return ValueTask.CompletedTask;
        }

        var before = tracked.Now!.Task;
        Result = change(work, tracked, by);
        work.Audit(by, action, taskUid, explain?.Invoke(before) ?? before.Name);
        return ValueTask.CompletedTask;
    }
}
