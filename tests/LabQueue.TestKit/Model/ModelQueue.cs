namespace LabQueue.TestKit.Model;

/// <summary>
/// One site's queue as the protocol describes it: one list, sorted whenever it is looked at. Slow and obviously right;
/// stores are compared with it.
/// </summary>
/// <param name="settings">The site's settings.</param>
public sealed partial class ModelQueue(SiteSettings settings)
{
    // In order of arrival.
    private readonly List<QueueTask> _tasks = [];
    private readonly Dictionary<string, TimeSpan> _leases = new(StringComparer.Ordinal);
    private readonly List<ModelEnd> _ends = [];
    private long _fences;

    /// <summary>The settings; setting them takes effect at once.</summary>
    public SiteSettings Settings { get; set; } = settings;

    /// <summary>Whether no work is given out.</summary>
    public bool Paused { get; set; }

    /// <summary>All tasks in the queue's order.</summary>
    public IReadOnlyList<QueueTask> Tasks => [.. _tasks
        .OrderBy(task => ModelRules.Place(task, Settings.TopPriorityTasks))
        .ThenBy(ModelRules.Due)
        .ThenBy(task => task.ContextUid, StringComparer.Ordinal)];

    /// <summary>What ended, in the order in which it did; a failure for good is an end, too.</summary>
    public IReadOnlyList<ModelEnd> Ends => _ends;

    private IEnumerable<QueueTask> Queued => Tasks.Where(task => task.Status == QueueTaskStatus.Queued);

    private List<QueueTask> Running => [.. Tasks.Where(task => task.Status == QueueTaskStatus.Running)];

    /// <summary>Section 8, add.</summary>
    public AddResult Add(NewTask wish, string caller, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var task = Make(wish, caller, now);
        var isKnown = Find(task.TaskUid) is not null
            || (wish.Once && _ends.Exists(end => end.Task.TaskUid == task.TaskUid));
        var hasTwin = wish.Unique && Queued.Any(other => other.Name == task.Name && other.ContextUid == task.ContextUid);
        if (isKnown || hasTwin)
        {
            return new AddResult(task, Added: false);
        }

        _tasks.Add(task);
        return new AddResult(task, Added: true);
    }

    /// <summary>Section 8, done, fail, timeout; section 12, advance and release, and fences.</summary>
    public ReportResult Report(TaskReport report, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Find(report.TaskUid) is not { } task)
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

        var after = report.Kind switch
        {
            ReportKind.Done => ModelRules.Free(task) with { Status = QueueTaskStatus.Done },
            ReportKind.Fail => ModelRules.Fail(task, report.ErrorMessage, now),
            ReportKind.Timeout => ModelRules.TimeOut(task, now),
            ReportKind.Advance => ModelRules.Advance(task, report.Processed, now),
            ReportKind.Release => ModelRules.GiveBack(task),
        };
        return new ReportResult(ReportOutcome.Accepted, task, Put(after, now, task.ConsumerId, null));
    }

    /// <summary>Section 12, heartbeat.</summary>
    public IReadOnlyList<HeartbeatAnswer> Heartbeat(Heartbeat heartbeat, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(heartbeat);
        return [.. heartbeat.Tasks.Select(held => Renew(held, heartbeat, now))];
    }

    /// <summary>Section 8, requeue.</summary>
    public ChangeResult Requeue(string uid)
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
        _tasks.Remove(task);
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

        Put(ModelRules.Free(task) with { Status = QueueTaskStatus.Deleted }, now, by.Username, by.Reason);
        return new ChangeResult(ChangeOutcome.Changed, task);
    }

    /// <summary>Section 12, cancel.</summary>
    public ChangeResult Cancel(string uid, Actor by, DateTimeOffset now)
    {
        if (Find(uid) is not { } task)
        {
            return new ChangeResult(ChangeOutcome.NotFound, null);
        }

        if (task.Status == QueueTaskStatus.Running)
        {
            var asked = task with { CancelRequested = true };
            return new ChangeResult(ChangeOutcome.Requested, Put(asked, now, null, null));
        }

        var ended = task with { Status = QueueTaskStatus.Cancelled };
        Put(ended, now, by.Username, by.Reason);
        return new ChangeResult(ChangeOutcome.Changed, ended);
    }

    /// <summary>Section 12, the end of leases.</summary>
    public void EndLeases(DateTimeOffset now)
    {
        foreach (var task in Running.Where(task => task.LeaseUntil < now))
        {
            var orphaned = task.Orphaned + 1;
            var counts = orphaned >= Settings.MaxOrphaned;
            var message = JsonText.FromString($"Its consumer fell silent {orphaned} times in a row, last {task.ConsumerId}");
            var after = counts
                ? ModelRules.Fail(task with { Orphaned = 0 }, message, now)
                : ModelRules.GiveBack(task) with { Orphaned = orphaned };
            Put(after, now, task.ConsumerId, null);
        }
    }

    private HeartbeatAnswer Renew(HeldTask held, Heartbeat heartbeat, DateTimeOffset now)
    {
        if (Find(held.TaskUid) is not { Status: QueueTaskStatus.Running } task
            || task.Fence != held.Fence
            || task.ConsumerId != heartbeat.ConsumerId)
        {
            return new HeartbeatAnswer(held.TaskUid, held.Fence, Held: false, Stop: true, null);
        }

        var length = heartbeat.Lease ?? _leases[task.TaskUid];
        _leases[task.TaskUid] = length;
        Put(task with { LeaseUntil = now + length }, now, null, null);
        var isTooLong = (now - task.Started!.Value).TotalSeconds > 1.5 * task.MaxSeconds;
        return new HeartbeatAnswer(
            held.TaskUid, held.Fence, Held: true, Stop: task.CancelRequested || isTooLong, now + length);
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

    // Section 8, settings: below these a value does not count, unless users have roles.
    private (int Retries, int MinSeconds, int MaxSeconds) Defaults => Settings.Trust == TrustMode.Roles
        ? (Settings.MaxRetries, Settings.MinSecondsTask, Settings.MaxSecondsUnlock)
        : (Settings.MaxRetries < 1 ? 3 : Settings.MaxRetries,
            Settings.MinSecondsTask < 1 ? 3 : Settings.MinSecondsTask,
            Settings.MaxSecondsUnlock < 30 ? 120 : Settings.MaxSecondsUnlock);

    // Keeps the new state at the old place of arrival; what ended leaves. Returns what the queue has then.
    private QueueTask? Put(QueueTask task, DateTimeOffset now, string? by, string? reason)
    {
        var index = _tasks.FindIndex(other => other.TaskUid == task.TaskUid);
        var wasFailed = _tasks[index].Status == QueueTaskStatus.Failed;
        if (task.Status >= QueueTaskStatus.Done || (task.Status == QueueTaskStatus.Failed && !wasFailed))
        {
            _ends.Add(new ModelEnd(task, now, by, reason));
        }

        if (task.Status >= QueueTaskStatus.Done)
        {
            _tasks.RemoveAt(index);
            return null;
        }

        return _tasks[index] = task;
    }
}
