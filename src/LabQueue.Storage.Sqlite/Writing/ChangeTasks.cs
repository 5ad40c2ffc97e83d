using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Carries out what people want of tasks, and writes down who wanted it.</summary>
internal static class ChangeTasks
{
    /// <summary>Puts a task back with fresh retries.</summary>
    public static ChangeResult Requeue(WriteSession session, SiteState site, string uid, Actor by)
    {
        if (TaskMoves.Find(session, site, uid) is not { } row)
        {
            return new ChangeResult(ChangeOutcome.NotFound, null);
        }

        var task = TaskLifecycle.Requeue(row.Task, site.Settings, session.NextNumber());
        TaskMoves.Settle(session, site, row, row with { Task = task }, "requeued", by);
        session.Audit(site, by, "requeue", uid, row.Task.Name);
        return new ChangeResult(ChangeOutcome.Changed, task);
    }

    /// <summary>Removes a task.</summary>
    public static ChangeResult Delete(WriteSession session, SiteState site, string uid, Actor by)
    {
        if (TaskMoves.Find(session, site, uid) is not { } row)
        {
            return new ChangeResult(ChangeOutcome.NotFound, null);
        }

        var task = row.Task with { Status = QueueTaskStatus.Deleted };
        TaskMoves.Settle(session, site, row, row with { Task = task }, "deleted", by);
        session.Audit(site, by, "delete", uid, row.Task.Name);
        return new ChangeResult(ChangeOutcome.Changed, row.Task);
    }

    /// <summary>Ends a task, or asks its consumer to.</summary>
    public static ChangeResult Cancel(WriteSession session, SiteState site, string uid, Actor by)
    {
        if (TaskMoves.Find(session, site, uid) is not { } row)
        {
            return new ChangeResult(ChangeOutcome.NotFound, null);
        }

        session.Audit(site, by, "cancel", uid, row.Task.Name);
        if (site.Running.Find(row.Id) is { } running)
        {
            session.Database.Prepare(Sql.RequestCancel).Bind(row.Id).Run();
            running.Task = running.Task with { CancelRequested = true };
            return new ChangeResult(ChangeOutcome.Requested, row.Task with { CancelRequested = true });
        }

        var task = row.Task with { Status = QueueTaskStatus.Cancelled };
        TaskMoves.Settle(session, site, row, row with { Task = task }, "cancelled", by);
        return new ChangeResult(ChangeOutcome.Changed, task);
    }

    /// <summary>Gives a task another priority.</summary>
    public static ChangeResult Prioritize(WriteSession session, SiteState site, string uid, int priority, Actor by)
    {
        if (TaskMoves.Find(session, site, uid) is not { } row)
        {
            return new ChangeResult(ChangeOutcome.NotFound, null);
        }

        var task = TaskLifecycle.Prioritize(row.Task, priority);
        TaskMoves.Reorder(session, site, row, row with { Task = task });
        if (site.Running.Find(row.Id) is { } running)
        {
            running.Task = TaskLifecycle.Prioritize(running.Task, priority);
        }

        session.Audit(site, by, "priority", uid, TaskLifecycle.ExplainPriority(row.Task, priority));
        return new ChangeResult(ChangeOutcome.Changed, task);
    }
}
