using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Puts tasks where the rules say: into the queue, back into it, out of it.</summary>
internal static class TaskMoves
{
    /// <summary>Takes a new task into the queue.</summary>
    public static TrackedTask Insert(GroupWork work, QueueTask task)
    {
        var row = new TaskRow(work.NextNumber(), task, TaskOrder.Key(task, work.Settings.TopPriorityTasks));
        var tracked = work.Track(new TrackedTask { Now = row, IsChanged = true });
        Place(work, tracked);
        work.Figures.Added(task);
        work.Tell("added", task);
        return tracked;
    }

    /// <summary>Carries out what the rules made of a task: it stays, fails for good, or leaves the queue.</summary>
    /// <param name="work">The group.</param>
    /// <param name="tracked">The task.</param>
    /// <param name="after">The task as the rules want it.</param>
    /// <param name="outcome">How its run ended, if it ran.</param>
    /// <param name="by">Who ended it.</param>
    /// <param name="report">What was said of the run, if anything.</param>
    public static void Settle(
        GroupWork work, TrackedTask tracked, QueueTask after, string outcome, Actor by, TaskReport? report = null)
    {
        var before = tracked.Now!;

        // The begin of the last run is kept, whatever the rules say of the next chunk.
        after = after with { Started = before.Task.Started };
        if (before.Task.Status == QueueTaskStatus.Running)
        {
            EndRun(work, before, after, outcome, report);
        }

        work.Figures.Moved(before.Task, after, work.Now);
        Touch(work, before.Task);
        tracked.Now = before with { Task = after };
        tracked.IsChanged = true;
        tracked.Wait = null;
        switch (after.Status)
        {
            case QueueTaskStatus.Queued:
                tracked.Now = tracked.Now with { Key = TaskOrder.Key(after, work.Settings.TopPriorityTasks) };
                Place(work, tracked);
                work.Tell(outcome == "advance" ? "advanced" : "queued", after);
                break;
            case QueueTaskStatus.Failed:
                WriteEnd(work, tracked.Now, by);
                break;
            case QueueTaskStatus.Done or QueueTaskStatus.Cancelled or QueueTaskStatus.Deleted:
                WriteEnd(work, tracked.Now, by);
                tracked.Now = null;
                break;
            case QueueTaskStatus.Running:
                throw new InvalidOperationException("Only a claim starts a task.");
        }
    }

    /// <summary>Gives a task the place in the order that its changed fields say; what runs or failed takes it when it waits again.</summary>
    /// <param name="work">The group.</param>
    /// <param name="tracked">The task.</param>
    /// <param name="after">The task as the rules want it, in the same state.</param>
    public static void Reorder(GroupWork work, TrackedTask tracked, QueueTask after)
    {
        Touch(work, after);
        tracked.Now = tracked.Now! with { Task = after, Key = TaskOrder.Key(after, work.Settings.TopPriorityTasks) };
        tracked.IsChanged = true;
        tracked.Wait = null;
        if (after.Status == QueueTaskStatus.Queued)
        {
            Place(work, tracked);
        }

        work.Tell("prioritized", after);
    }

    private static void EndRun(GroupWork work, TaskRow before, QueueTask after, string outcome, TaskReport? report)
    {
        work.Running.Remove(before.Id);
        work.MayHaveWork = true;
        var isFailure = outcome is "fail" or "timeout" or "purged";
        if (isFailure)
        {
            work.Figures.RunFailed();
        }

        var error = isFailure || after.Status == QueueTaskStatus.Failed ? after.ErrorMessage?.Raw : null;
        long? digest = report is null ? null : ReportDigest.Of(report);
        work.EndedRuns.Add(
            new EndedRun(before.Id, before.Task.Attempts, work.Now, outcome, digest, report?.ReportedBy, error));
        if (before.Task.Fence is { } fence && digest is { } said)
        {
            work.NoteSaid(before.Task.TaskUid, fence, said);
        }
    }

    // Where it has a lane, the election of the lane's best task finds its place; where that is free, see GroupWriter.
    private static void Place(GroupWork work, TrackedTask tracked)
    {
        var task = tracked.Now!.Task;
        tracked.Wait = TaskLifecycle.ReadyAt(task) > work.Now ? WaitFor.Time
            : TaskLane.Key(task) is null ? WaitFor.Consumer
            : WaitFor.Lane;
        work.MayHaveWork = true;
        if (tracked.Before is not null || TextKey.OfLane(task) is not { } lane || work.BusyLanes.Contains(lane))
        {
            Touch(work, task);
        }
    }

    private static void Touch(GroupWork work, QueueTask task)
    {
        work.MayHaveWork = true;
        if (TextKey.OfLane(task) is { } lane)
        {
            work.Lanes.Add(lane);
        }
    }

    private static void WriteEnd(GroupWork work, TaskRow row, Actor by)
    {
        work.Ends.Add(new End(work.NextNumber(), work.Now, by, row));
        work.Head = work.Head with { Ends = work.Head.Ends + 1 };
        work.Tell(row.Task.Status.ToString().ToLowerInvariant(), row.Task);
    }
}
