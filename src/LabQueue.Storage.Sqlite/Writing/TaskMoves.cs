using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Puts tasks where the rules say: into the queue, back into it, out of it, and to the head of their lane.</summary>
internal static class TaskMoves
{
    /// <summary>How many due tasks a claim makes claimable at most.</summary>
    public const int PromotedPerClaim = 500;

    /// <summary>Takes a new task into the queue.</summary>
    public static TaskRow Insert(WriteSession session, SiteState site, QueueTask task)
    {
        var row = new TaskRow(session.NextNumber(), task, TaskState.Later, TaskOrder.Key(task, site.Settings.TopPriorityTasks))
        {
            LaneKey = TaskLane.Key(task),
            Place = TaskLane.ClassicPlace(task),
        };
        row = row with { State = PlaceNew(session, site, row) };
        TaskColumns.Bind(session.Database.Prepare(Sql.Insert), site.Id, row).Run();
        site.Live.Enter(row);
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
        site.Live.Move(row, TaskState.Running);
        site.Running.Add(row with { Task = task, State = TaskState.Running, Run = run });
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
        if (before.State == TaskState.Running)
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
                Replace(session, site, before, after with { State = TaskState.Failed });
                WriteEnd(session, site, after, by);
                ElectHead(session, site, before);
                break;
            case QueueTaskStatus.Done or QueueTaskStatus.Cancelled or QueueTaskStatus.Deleted:
                Leave(session, site, before, after, WriteEnd(session, site, after, by));
                ElectHead(session, site, before);
                break;
            case QueueTaskStatus.Running:
                throw new InvalidOperationException("Only a claim starts a task.");
        }
    }

    /// <summary>Makes due tasks claimable, earliest first.</summary>
    /// <returns>How many.</returns>
    public static int PromoteDue(WriteSession session, SiteState site)
    {
        if (site.NextDue is not { } next || next > session.Now)
        {
            return 0;
        }

        var due = TaskColumns.ReadAll(session.Database.Prepare(Sql.Due)
            .Bind(site.Id).Bind(session.Now.ToMicroseconds()).Bind(PromotedPerClaim));
        foreach (var task in due)
        {
            SetState(session, site, task.Id, task.LaneKey, task.State, PlaceNew(session, site, task));
        }

        var row = session.Database.Prepare(Sql.NextDue).Bind(site.Id);
        site.NextDue = row.Step() ? UnixTime.FromMicroseconds(row.Int64()) : null;
        row.Stop();
        return due.Count;
    }

    /// <summary>Gives a waiting task the rank that the site's list says.</summary>
    /// <returns>Whether it had another one.</returns>
    public static bool Rerank(WriteSession session, SiteState site, TaskRow row)
    {
        var rank = TaskOrder.Rank(row.Task.Name, row.Task.Action, site.Settings.TopPriorityTasks);
        if (rank == row.Key.Rank)
        {
            return false;
        }

        var isInLane = row.LaneKey is not null && row.State != TaskState.Later && !site.Running.HasLane(row.LaneKey);
        var head = isInLane ? LaneHead(session, site, row.LaneKey!) : null;
        session.Database.Prepare(Sql.SetRank).Bind(rank).Bind(row.Id).Run();
        if (head is { } before && LaneHead(session, site, row.LaneKey!) is { } after && after.Id != before.Id)
        {
            SetState(session, site, before.Id, row.LaneKey, TaskState.Ready, TaskState.Blocked);
            MakeReady(session, site, row.LaneKey!, after.Id, after.Name);
        }

        return true;
    }

    /// <summary>The task of a uid; null where the queue has none.</summary>
    public static TaskRow? Find(WriteSession session, SiteState site, string uid)
    {
        if (site.Live.Find(uid) is not { } id)
        {
            return null;
        }

        var row = site.Running.Find(id)?.Row ?? Find(session, id);
        return row is { State: < TaskState.Done } ? row : null;
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
            .Bind(session.Now.ToMicroseconds()).Bind(outcome).Bind((long?)after.Run?.ReportedKind)
            .Bind(isFailure || after.Task.Status == QueueTaskStatus.Failed ? after.Task.ErrorMessage?.Raw : null)
            .Bind(before.Id).Bind(before.Task.Attempts)
            .Run();
    }

    private static void PutBack(WriteSession session, SiteState site, TaskRow before, TaskRow after)
    {
        var wasHead = before.State is TaskState.Ready or TaskState.Running;
        after = after with { Key = TaskOrder.Key(after.Task, site.Settings.TopPriorityTasks) };
        if (!wasHead || after.LaneKey is null)
        {
            Replace(session, site, before, after with { State = PlaceNew(session, site, after) });
            return;
        }

        // Whoever is best of the lane now comes to its head; that may be this task again.
        var state = IsLater(session, site, after.Task) ? TaskState.Later : TaskState.Blocked;
        Replace(session, site, before, after with { State = state });
        ElectHead(session, site, before);
    }

    // Where a task that comes into the queue belongs. The head of its lane, if it is worse, gives way.
    private static TaskState PlaceNew(WriteSession session, SiteState site, TaskRow row)
    {
        if (IsLater(session, site, row.Task))
        {
            return TaskState.Later;
        }

        if (row.LaneKey is not null)
        {
            if (site.Running.HasLane(row.LaneKey))
            {
                return TaskState.Blocked;
            }

            if (ReadyOfLane(session, site, row.LaneKey) is { } head)
            {
                if (head.Key < row.Key)
                {
                    return TaskState.Blocked;
                }

                SetState(session, site, head.Id, row.LaneKey, TaskState.Ready, TaskState.Blocked);
            }
        }

        session.NoteReady(site, row.Task.Name);
        return TaskState.Ready;
    }

    private static bool IsLater(WriteSession session, SiteState site, QueueTask task)
    {
        var readyAt = TaskLifecycle.ReadyAt(task);
        if (readyAt <= session.Now)
        {
            return false;
        }

        site.NextDue = site.NextDue is { } next && next <= readyAt ? next : readyAt;
        return true;
    }

    // The head of a lane, or its running task, is gone: the best one that waits comes next.
    private static void ElectHead(WriteSession session, SiteState site, TaskRow gone)
    {
        var wasHead = gone.State is TaskState.Ready or TaskState.Running;
        if (wasHead
            && gone.LaneKey is not null
            && !site.Running.HasLane(gone.LaneKey)
            && BestBlocked(session, site, gone.LaneKey) is { } head)
        {
            MakeReady(session, site, gone.LaneKey, head.Id, head.Name);
        }
    }

    private static void MakeReady(WriteSession session, SiteState site, string laneKey, long id, string name)
    {
        SetState(session, site, id, laneKey, TaskState.Blocked, TaskState.Ready);
        session.NoteReady(site, name);
    }

    private static void SetState(
        WriteSession session, SiteState site, long id, string? laneKey, TaskState before, TaskState state)
    {
        session.Database.Prepare(Sql.SetState).Bind((long)state).Bind(id).Run();
        site.Live.MoveInLane(id, laneKey, before, state);
    }

    // The better of the lane's ready task and its blocked ones: they may have changed places.
    private static (long Id, OrderKey Key, string Name)? LaneHead(WriteSession session, SiteState site, string laneKey)
    {
        var ready = ReadyOfLane(session, site, laneKey);
        var blocked = BestBlocked(session, site, laneKey);
        return ready is null || blocked?.Key < ready?.Key ? blocked : ready;
    }

    private static (long Id, OrderKey Key, string Name)? ReadyOfLane(WriteSession session, SiteState site, string laneKey) =>
        site.Live.Head(laneKey) is { } id ? ReadPlace(session.Database.Prepare(Sql.Place).Bind(id)) : null;

    private static (long Id, OrderKey Key, string Name)? BestBlocked(WriteSession session, SiteState site, string laneKey) =>
        site.Live.HasBlocked(laneKey) ? ReadPlace(session.Database.Prepare(Sql.BestBlocked).Bind(site.Id).Bind(laneKey)) : null;

    private static (long Id, OrderKey Key, string Name)? ReadPlace(Statement row)
    {
        (long, OrderKey, string)? place = row.Step()
            ? (row.Int64(), new OrderKey(row.Int32(), row.Int64(), row.Text(), row.Int64()), row.Text())
            : null;
        row.Stop();
        return place;
    }

    private static void Replace(WriteSession session, SiteState site, TaskRow before, TaskRow row)
    {
        site.Live.Move(before, row.State);
        var (task, key) = (row.Task, row.Key);
        session.Database.Prepare(Sql.Replace)
            .Bind((long)row.State).Bind(key.Rank).Bind(key.Due).Bind(task.Arrival).Bind(task.Created.ToMicroseconds())
            .Bind(task.Retries).Bind(TaskLifecycle.ReadyAt(task).ToMicroseconds()).Bind(task.MaxSeconds)
            .Bind(task.ChunkSize).Bind((long?)task.Delay).Bind(task.Orphaned).Bind(task.CancelRequested)
            .Bind(task.Progress.Done).Bind(task.Progress.Refused).Bind(task.Progress.Failed).Bind(task.Progress.Skipped)
            .Bind(task.ErrorMessage?.Raw).BindUtf8(TaskColumns.WriteList(task.Uids)).BindBytes(task.Extra.Json.Span)
            .Bind(row.Id)
            .Run();
    }

    // The row stays where it lies, and mostly keeps its size: an end is two small writes beside it.
    private static void Leave(WriteSession session, SiteState site, TaskRow before, TaskRow after, long number)
    {
        var task = after.Task;
        var end = TaskColumns.EndStateOf(task.Status);
        site.Live.Move(before, end);
        var state = (long)end;
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
