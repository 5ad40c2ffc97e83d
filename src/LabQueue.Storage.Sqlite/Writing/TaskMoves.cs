using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Search;
using LabQueue.Storage.Sqlite.Waiting;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Puts tasks where the rules say: into the queue, back into it, out of it, and to the head of their lane.</summary>
internal static class TaskMoves
{
    /// <summary>How many due tasks a claim makes claimable at most.</summary>
    public const int PromotedPerClaim = 500;

    /// <summary>Takes a new task into the queue.</summary>
    public static TaskRow Insert(WriteSession session, SiteState site, QueueTask task)
    {
        var row = new TaskRow(session.NextNumber(), task, TaskOrder.Key(task, site.Settings.TopPriorityTasks))
        {
            LaneKey = TaskLane.Key(task),
            Place = TaskLane.ClassicPlace(task),
        };
        TaskColumns.Bind(session.Database.Prepare(Sql.Insert), site.Id, row).Run();
        site.Live.Enter(row.Id, task.TaskUid);
        Wait(session, site, row);
        session.Figures.Added(site, task, session.Now);
        session.Tell(site, "added", task);
        return row;
    }

    /// <summary>Gives a claimable task to a consumer.</summary>
    public static QueueTask Start(WriteSession session, SiteState site, TaskRow row, PopRequest request)
    {
        var task = TaskLifecycle.Start(row.Task, request.ConsumerId, session.NextNumber(), request.Lease, session.Now);
        var run = new TaskRun
        {
            Fence = task.Fence,
            LeaseSeconds = request.Lease?.TotalSeconds,
            Request = request.RequestId,
        };
        var claim = ReferenceEquals(task.Extra, row.Task.Extra)
            ? session.Database.Prepare(Sql.Claim).Bind(task.Attempts)
            : session.Database.Prepare(Sql.ClaimWithExtra).Bind(task.Attempts).BindBytes(task.Extra.Json.Span);
        claim.Bind(row.Id).Run();
        session.Database.Prepare(Sql.InsertRun)
            .Bind(row.Id).Bind(task.Attempts).Bind(task.ConsumerId).Bind(session.Now.ToMicroseconds()).Bind(run.Fence)
            .Bind(run.LeaseSeconds).Bind(run.Request)
            .Run();
        site.Waiting.Leave(row.Id);
        site.Running.Add(row with { Task = task, Run = run });
        session.Figures.Started(site, task, session.Now);
        session.Tell(site, "started", task);
        return task;
    }

    /// <summary>Carries out what the rules made of a task: it stays, fails for good, or leaves the queue.</summary>
    /// <param name="session">The group.</param>
    /// <param name="site">The site.</param>
    /// <param name="before">The task as the file has it.</param>
    /// <param name="after">The task as the rules want it.</param>
    /// <param name="outcome">How its run ended, if it ran.</param>
    /// <param name="by">Who ended it.</param>
    public static void Settle(
        WriteSession session, SiteState site, TaskRow before, TaskRow after, string outcome, Actor by)
    {
        if (before.Task.Status == QueueTaskStatus.Running)
        {
            EndRun(session, site, before, after, outcome);
        }

        session.Figures.Moved(site, before.Task, after.Task, session.Now);
        switch (after.Task.Status)
        {
            case QueueTaskStatus.Queued:
                PutBack(session, site, before, after);
                session.Tell(site, outcome == "advance" ? "advanced" : "queued", after.Task);
                break;
            case QueueTaskStatus.Failed:
                StopWaiting(session, site, before);
                Replace(session, after);
                WriteEnd(session, site, after, by);
                break;
            case QueueTaskStatus.Done or QueueTaskStatus.Cancelled or QueueTaskStatus.Deleted:
                StopWaiting(session, site, before);
                Leave(session, site, before, after, WriteEnd(session, site, after, by));
                break;
            case QueueTaskStatus.Running:
                throw new InvalidOperationException("Only a claim starts a task.");
        }
    }

    /// <summary>Gives a task the place in the order that its changed fields say; what runs or failed takes it when it waits again.</summary>
    /// <param name="session">The group.</param>
    /// <param name="site">The site.</param>
    /// <param name="before">The task as the file has it.</param>
    /// <param name="after">The task as the rules want it, in the same state.</param>
    public static void Reorder(WriteSession session, SiteState site, TaskRow before, TaskRow after)
    {
        if (before.Task.Status == QueueTaskStatus.Queued)
        {
            PutBack(session, site, before, after);
        }
        else
        {
            Replace(session, after with { Key = TaskOrder.Key(after.Task, site.Settings.TopPriorityTasks) });
            NoteForIndex(session, before.Task, after);
        }

        session.Tell(site, "prioritized", after.Task);
    }

    /// <summary>Makes due tasks claimable, earliest first.</summary>
    /// <returns>How many.</returns>
    public static int PromoteDue(WriteSession session, SiteState site)
    {
        var promoted = 0;
        while (promoted < PromotedPerClaim && site.Waiting.TakeDue(session.Now) is { } task)
        {
            Enter(session, site, task);
            promoted++;
        }

        return promoted;
    }

    /// <summary>The task of a uid; null where the queue has none.</summary>
    public static TaskRow? Find(WriteSession session, SiteState site, string uid)
    {
        if (site.Live.Find(uid) is not { } id)
        {
            return null;
        }

        var row = site.Running.Find(id)?.Row ?? Find(session, id);
        return row?.Task.Status < QueueTaskStatus.Done ? row : null;
    }

    /// <summary>The task of a row number; null where it is known no more.</summary>
    public static TaskRow? Find(WriteSession session, long id) => TaskColumns.ReadFirst(session.Database.Prepare(Sql.ById).Bind(id));

    private static void EndRun(WriteSession session, SiteState site, TaskRow before, TaskRow after, string outcome)
    {
        site.Running.Remove(before.Id);
        session.NoteFreed(site);
        var isFailure = outcome is "fail" or "timeout" or "purged";
        if (isFailure)
        {
            session.Figures.RunFailed(site, session.Now);
        }

        session.Database.Prepare(Sql.EndRun)
            .Bind(session.Now.ToMicroseconds()).Bind(outcome).Bind(after.Run?.Reported).Bind(after.Run?.ReportedBy)
            .Bind(isFailure || after.Task.Status == QueueTaskStatus.Failed ? after.Task.ErrorMessage?.Raw : null)
            .Bind(before.Id).Bind(before.Task.Attempts)
            .Run();
    }

    private static void PutBack(WriteSession session, SiteState site, TaskRow before, TaskRow after)
    {
        after = after with { Key = TaskOrder.Key(after.Task, site.Settings.TopPriorityTasks) };
        StopWaiting(session, site, before);
        Replace(session, after);
        Wait(session, site, after);
        NoteForIndex(session, before.Task, after);
    }

    // Searches find new tasks and ends by their numbers; all else that they look at is noted for them.
    private static void NoteForIndex(WriteSession session, QueueTask before, TaskRow after)
    {
        if (before.Status == QueueTaskStatus.Failed
            || before.ErrorMessage != after.Task.ErrorMessage
            || before.Priority != after.Task.Priority)
        {
            session.Database.Prepare(SearchSql.InsertChanged).Bind(session.NextNumber()).Bind(after.Id).Run();
        }
    }

    private static void Wait(WriteSession session, SiteState site, TaskRow row) => Enter(session, site, new WaitingTask
    {
        Id = row.Id,
        Kind = site.Waiting.KindOf(row.Task.Name, row.Task.Action, site.Settings.TopPriorityTasks),
        Context = new WaitingContext(row.Task.ContextUid, row.Task.Name),
        Lane = row.LaneKey is null ? null : new WaitingLane(row.LaneKey, row.Place),
        Due = row.Key.Due,
        Created = row.Task.Created.ToMicroseconds(),
        Arrival = row.Key.Arrival,
        ReadyAt = TaskLifecycle.ReadyAt(row.Task).ToMicroseconds(),
    });

    private static void Enter(WriteSession session, SiteState site, WaitingTask task)
    {
        var isLaneBusy = task.Lane is not null && site.Running.HasLane(task.Lane.Key);
        NoteReady(session, site, site.Waiting.Enter(task, isLaneBusy, session.Now));
    }

    // The head of a lane, or its running task, is gone: the best one that waits comes next.
    private static void StopWaiting(WriteSession session, SiteState site, TaskRow row)
    {
        site.Waiting.Leave(row.Id);
        if (row.LaneKey is not null && !site.Running.HasLane(row.LaneKey))
        {
            NoteReady(session, site, site.Waiting.Elect(row.LaneKey));
        }
    }

    private static void NoteReady(WriteSession session, SiteState site, WaitingTask? task)
    {
        if (task is not null)
        {
            session.NoteReady(site, task.Kind.Name);
        }
    }

    private static void Replace(WriteSession session, TaskRow row)
    {
        var (task, key) = (row.Task, row.Key);
        session.Database.Prepare(Sql.Replace)
            .Bind(TaskColumns.StateOf(task.Status)).Bind(key.Rank).Bind(key.Due).Bind(task.Arrival)
            .Bind(task.Created.ToMicroseconds()).Bind(task.Priority).Bind(task.Retries)
            .Bind(TaskLifecycle.ReadyAt(task).ToMicroseconds()).Bind(task.MaxSeconds).Bind(task.ChunkSize).Bind((long?)task.Delay).Bind(task.Orphaned).Bind(task.CancelRequested)
            .Bind(task.Progress.Done).Bind(task.Progress.Refused).Bind(task.Progress.Failed).Bind(task.Progress.Skipped)
            .Bind(task.ErrorMessage?.Raw).BindUtf8(TaskColumns.WriteList(task.Uids)).BindBytes(task.Extra.Json.Span)
            .Bind(row.Id)
            .Run();
    }

    // The row stays where it lies, and mostly keeps its size: an end is two small writes beside it.
    private static void Leave(WriteSession session, SiteState site, TaskRow before, TaskRow after, long number)
    {
        var task = after.Task;
        site.Live.Leave(before.Id, task.TaskUid);
        var state = TaskColumns.StateOf(task.Status);
        var isChanged = task.Progress != before.Task.Progress || task.ErrorMessage != before.Task.ErrorMessage;
        if (!isChanged)
        {
            session.Database.Prepare(Sql.Leave).Bind(state).Bind(number).Bind(before.Id).Run();
            return;
        }

        session.Database.Prepare(Sql.LeaveChanged)
            .Bind(state).Bind(number).Bind(task.Progress.Done).Bind(task.Progress.Refused).Bind(task.Progress.Failed)
            .Bind(task.Progress.Skipped).Bind(task.ErrorMessage?.Raw).BindUtf8(TaskColumns.WriteList(task.Uids))
            .Bind(before.Id)
            .Run();
    }

    private static long WriteEnd(WriteSession session, SiteState site, TaskRow row, Actor by)
    {
        var number = session.NextNumber();
        var uidKey = TextKey.Short(row.Task.TaskUid);
        session.Database.Prepare(HistorySql.Insert)
            .Bind(site.Id).Bind((long)row.Task.Status).Bind(number).Bind(row.Id).Bind(session.Now.ToMicroseconds())
            .Bind(uidKey).Bind(by.Username).Bind(by.Reason)
            .Run();
        if (row.Task.Status != QueueTaskStatus.Failed)
        {
            site.Ended.Add(uidKey, number);
        }

        session.Figures.EndWritten(site);
        session.Tell(site, row.Task.Status.ToString().ToLowerInvariant(), row.Task);
        return number;
    }
}
