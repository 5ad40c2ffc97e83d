namespace LabQueue.TestKit.Model;

/// <summary>
/// One site's queue as the protocol describes it: one list, sorted whenever it is looked at. Slow and obviously right;
/// stores are compared with it.
/// </summary>
/// <remarks>Its rules can be overridden, so that tests can plant a bug and see that the comparison finds it.</remarks>
/// <param name="settings">The site's settings.</param>
public partial class ModelQueue(SiteSettings settings)
{
    // In order of arrival.
    private readonly List<QueueTask> _tasks = [];
    private readonly Dictionary<string, ModelClaim> _claims = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _rankedBy = new(StringComparer.Ordinal);
    private long _fences;

    /// <summary>The settings; setting them takes effect at once.</summary>
    public SiteSettings Settings { get; private set; } = settings;

    /// <summary>Whether no work is given out.</summary>
    public bool Paused { get; set; }

    /// <summary>All tasks in the queue's order.</summary>
    public IReadOnlyList<QueueTask> Tasks => [.. InOrder(_tasks)];

    private IEnumerable<QueueTask> Queued => Tasks.Where(task => task.Status == QueueTaskStatus.Queued);

    private List<QueueTask> Running => [.. Tasks.Where(task => task.Status == QueueTaskStatus.Running)];

    // Section 8, settings: below these a value does not count, unless users have roles.
    private (int Retries, int MinSeconds, int MaxSeconds) Defaults => Settings.Trust == TrustMode.Roles
        ? (Settings.MaxRetries, Settings.MinSecondsTask, Settings.MaxSecondsUnlock)
        : (Settings.MaxRetries < 1 ? 3 : Settings.MaxRetries,
            Settings.MinSecondsTask < 1 ? 3 : Settings.MinSecondsTask,
            Settings.MaxSecondsUnlock < 30 ? 120 : Settings.MaxSecondsUnlock);

    /// <summary>Sets the settings. Waiting tasks get their new ranks; what runs or failed keeps its own until it waits again.</summary>
    public void Set(SiteSettings changed)
    {
        foreach (var task in _tasks.Where(task => task.Status != QueueTaskStatus.Queued))
        {
            _rankedBy.TryAdd(task.TaskUid, Settings.TopPriorityTasks);
        }

        Settings = changed;
    }

    /// <summary>Section 8, add.</summary>
    public virtual AddResult Add(NewTask wish, string caller, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var task = Make(wish, caller, now);
        var isKnown = Find(task.TaskUid) is not null
            || (wish.Once && _ends.Exists(end => end.Task.TaskUid == task.TaskUid));
        if (isKnown || (wish.Unique && wish.TakenOverAs is null && HasTwin(task, Queued)))
        {
            return new AddResult(task, Added: false);
        }

        _tasks.Add(task);
        NoteAdded(task);
        if (wish.TakenOverAs == QueueTaskStatus.Failed)
        {
            task = task with { Status = QueueTaskStatus.Failed };
            Put(task, now, "taken_over", new Actor(caller));
        }

        return new AddResult(task, Added: true);
    }

    /// <summary>Section 8, done, fail, timeout; section 12, advance and release, and fences.</summary>
    public virtual ReportResult Report(TaskReport report, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(report);
        var task = Find(report.TaskUid);
        if (WasSaid(report))
        {
            return new ReportResult(ReportOutcome.Accepted, task);
        }

        if (task is null)
        {
            return new ReportResult(ReportOutcome.NotFound, null);
        }

        var runs = task.Status == QueueTaskStatus.Running;
        if (report.Fence is not null && !(runs && task.Fence == report.Fence))
        {
            return new ReportResult(ReportOutcome.Stale, task);
        }

        if (!runs)
        {
            return new ReportResult(ReportOutcome.NotRunning, task);
        }

        if (Settings.CompareConsumer && report.ConsumerId is not null && report.ConsumerId != task.ConsumerId)
        {
            return new ReportResult(ReportOutcome.Stale, task);
        }

        var names = report.Processed.Select(item => item.Uid).ToList();
        if (report.Kind == ReportKind.Advance && (names.Count == 0 || !names.TrueForAll(task.Uids.Contains)))
        {
            return new ReportResult(ReportOutcome.NotOfTask, task);
        }

        var after = report.Kind switch
        {
            ReportKind.Done => ModelRules.Free(task) with { Status = QueueTaskStatus.Done },
            ReportKind.Fail => Fail(task, report.ErrorMessage, now),
            ReportKind.Timeout => TimeOut(task, now),
            ReportKind.Advance => Advance(task, report.Processed),
            ReportKind.Release => ModelRules.GiveBack(task),
        };
        NoteSaid(report, task);
        var kept = Put(after, now, report.Kind.ToString().ToLowerInvariant(), new Actor(task.ConsumerId!), report.ReportedBy);
        return new ReportResult(ReportOutcome.Accepted, task, kept);
    }

    /// <summary>Section 12, heartbeat.</summary>
    public virtual HeartbeatAnswer Heartbeat(HeldTask held, string consumer, TimeSpan? lease, DateTimeOffset now)
    {
        var isHeld = Find(held.TaskUid) is { Status: QueueTaskStatus.Running } found
            && found.Fence == held.Fence
            && found.ConsumerId == consumer
            && found.LeaseUntil >= now;
        if (!isHeld)
        {
            return new HeartbeatAnswer(held.TaskUid, held.Fence, Held: false, Stop: true, null);
        }

        var task = Find(held.TaskUid)!;
        var length = lease ?? _claims[task.TaskUid].Lease!.Value;
        _claims[task.TaskUid] = _claims[task.TaskUid] with { Lease = length };
        Put(task with { LeaseUntil = now + length }, now);
        var isTooLong = (now - task.Started!.Value).TotalSeconds > 1.5 * task.MaxSeconds;
        return new HeartbeatAnswer(
            held.TaskUid, held.Fence, Held: true, Stop: task.CancelRequested || isTooLong, now + length);
    }

    /// <summary>Section 8, requeue.</summary>
    public virtual ChangeResult Requeue(string uid, DateTimeOffset now)
    {
        if (Find(uid) is not { } task)
        {
            return new ChangeResult(ChangeOutcome.NotFound, null);
        }

        var fresh = ModelRules.Free(task) with
        {
            Status = QueueTaskStatus.Queued,
            Retries = Defaults.Retries,
            Orphaned = 0,
            CancelRequested = false,
        };
        Put(fresh, now, "requeued");
        _tasks.Remove(fresh);
        _tasks.Add(fresh);
        return new ChangeResult(ChangeOutcome.Changed, fresh);
    }

    /// <summary>Section 8, delete.</summary>
    public ChangeResult Delete(string uid, Actor by, DateTimeOffset now)
    {
        if (Find(uid) is not { } task)
        {
            return new ChangeResult(ChangeOutcome.NotFound, null);
        }

        Put(ModelRules.Free(task) with { Status = QueueTaskStatus.Deleted }, now, "deleted", by);
        return new ChangeResult(ChangeOutcome.Changed, task);
    }

    /// <summary>Section 12, cancel.</summary>
    public virtual ChangeResult Cancel(string uid, Actor by, DateTimeOffset now)
    {
        if (Find(uid) is not { } task)
        {
            return new ChangeResult(ChangeOutcome.NotFound, null);
        }

        if (task.Status == QueueTaskStatus.Running)
        {
            return new ChangeResult(ChangeOutcome.Requested, Put(task with { CancelRequested = true }, now));
        }

        var ended = task with { Status = QueueTaskStatus.Cancelled };
        Put(ended, now, "cancelled", by);
        return new ChangeResult(ChangeOutcome.Changed, ended);
    }

    private QueueTask Make(NewTask wish, string caller, DateTimeOffset now) =>
        new()
        {
            TaskUid = wish.TaskUid ?? TaskUid.New(now),
            Name = wish.Name,
            ContextUid = wish.ContextUid,
            ContextPath = wish.ContextPath,
            Uids = wish.Uids,
            Created = wish.Created ?? now,
            Status = QueueTaskStatus.Queued,
            ErrorMessage = wish.ErrorMessage,
            MinSeconds = wish.MinSeconds ?? Defaults.MinSeconds,
            MaxSeconds = wish.MaxSeconds ?? Defaults.MaxSeconds,
            Priority = wish.Priority,
            Retries = wish.Retries ?? Defaults.Retries,
            Unique = wish.Unique,
            ChunkSize = wish.ChunkSize ?? Settings.DefaultChunkSize,
            Username = wish.Username ?? caller,
            Ghost = wish.Ghost,
            Delay = wish.Delay,
            Action = wish.Action,
            Lane = wish.Lane,
            NotBefore = wish.NotBefore,
            OriginUid = wish.OriginUid,
            Extra = wish.Extra,
        };

    // Keeps the new state at the old place of arrival; what ended leaves. Returns what the queue has then.
    private QueueTask? Put(QueueTask task, DateTimeOffset now, string? outcome = null, Actor by = default, string? reporter = null)
    {
        var index = _tasks.FindIndex(other => other.TaskUid == task.TaskUid);
        NoteChange(_tasks[index], task, now, outcome, by, reporter);
        if (task.Status is not (QueueTaskStatus.Running or QueueTaskStatus.Failed))
        {
            _rankedBy.Remove(task.TaskUid);
        }

        if (task.Status >= QueueTaskStatus.Done)
        {
            _tasks.RemoveAt(index);
            return null;
        }

        return _tasks[index] = task;
    }
}
