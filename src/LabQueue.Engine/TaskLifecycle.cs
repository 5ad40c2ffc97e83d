using System.Globalization;

namespace LabQueue.Engine;

/// <summary>Every rule of a task's life: task and time in, task out.</summary>
/// <remarks><c>wire-protocol</c>, sections 5, 7 and 12. Pure: no clock, no store.</remarks>
public static class TaskLifecycle
{
    /// <summary>Seconds that a task waits after a failure.</summary>
    public const int RetryDelaySeconds = 5;

    /// <summary>Seconds after which a classic consumer that asks for work has lost what it had.</summary>
    public const int PurgeOwnSeconds = 10;

    /// <summary>The message of a time-out.</summary>
    public const string TimeoutMessage = "Timeout";

    private const long EarliestMicroseconds = (long)UnixTime.EarliestSeconds * UnixTime.MicrosecondsPerSecond;
    private const long LatestMicroseconds = (long)UnixTime.LatestSeconds * UnixTime.MicrosecondsPerSecond;

    /// <summary>The task that a client's wish becomes.</summary>
    /// <param name="wish">What was asked for.</param>
    /// <param name="settings">The site's defaults.</param>
    /// <param name="caller">Who asks; the task runs as that person unless the wish names another.</param>
    /// <param name="arrival">Number of arrival.</param>
    /// <param name="now">The server's time.</param>
    public static QueueTask Create(NewTask wish, SiteSettings settings, string caller, long arrival, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return new QueueTask
        {
            TaskUid = wish.TaskUid ?? TaskUid.New(now),
            Name = wish.Name,
            ContextUid = wish.ContextUid,
            ContextPath = wish.ContextPath,
            Uids = wish.Uids,
            Created = wish.Created ?? now,
            Status = QueueTaskStatus.Queued,
            ErrorMessage = wish.ErrorMessage,
            MinSeconds = wish.MinSeconds ?? SettingRules.MinSeconds(settings),
            MaxSeconds = wish.MaxSeconds ?? SettingRules.MaxSeconds(settings),
            Priority = wish.Priority,
            Retries = wish.Retries ?? SettingRules.Retries(settings),
            Unique = wish.Unique,
            ChunkSize = wish.ChunkSize ?? settings.DefaultChunkSize,
            Username = wish.Username ?? caller,
            Ghost = wish.Ghost,
            Delay = wish.Delay,
            Action = wish.Action,
            Lane = wish.Lane,
            NotBefore = wish.NotBefore,
            OriginUid = wish.OriginUid,
            Extra = wish.Extra,
            Arrival = arrival,
        };
    }

    /// <summary>From when on the task may start: <c>created + delay</c>, or <c>not_before</c> if that is later.</summary>
    public static DateTimeOffset ReadyAt(QueueTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var ready = Later(task.Created, task.Delay ?? 0);
        return task.NotBefore is { } notBefore && notBefore > ready ? notBefore : ready;
    }

    /// <summary>A consumer takes the task.</summary>
    /// <param name="task">A queued task.</param>
    /// <param name="consumerId">Who takes it.</param>
    /// <param name="fence">Number of the claim.</param>
    /// <param name="lease">Length of the lease; null for a classic consumer.</param>
    /// <param name="now">The server's time.</param>
    public static QueueTask Start(QueueTask task, string consumerId, long fence, TimeSpan? lease, DateTimeOffset now) =>
        task with
        {
            Status = QueueTaskStatus.Running,
            Started = now,
            ConsumerId = consumerId,
            Fence = lease is null ? null : fence,
            LeaseUntil = now + lease,
            Attempts = task.Attempts + 1,
            Extra = task.Extra.Without("started", "consumer_id"),
        };

    /// <summary>When a classic consumer's run counts as stuck: later than <c>started + max_seconds</c>.</summary>
    public static DateTimeOffset Deadline(QueueTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Later(task.Started ?? task.Created, task.MaxSeconds);
    }

    /// <summary>Whether a consumer that asks for work has lost this task of its own.</summary>
    public static bool IsForgotten(QueueTask task, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.LeaseUntil is null && Later(task.Started ?? task.Created, PurgeOwnSeconds) < now;
    }

    /// <summary>Whether a leased run is to be told to stop: cancelled, over its time limit by half, or of a consumer that is drained.</summary>
    public static bool IsToStop(QueueTask task, ConsumerMode consumer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(task);
        return consumer == ConsumerMode.Draining || task.CancelRequested
            || Later(task.Started ?? task.Created, task.MaxSeconds * 1.5) < now;
    }

    /// <summary>The run failed: queued again while retries are left, else failed for good.</summary>
    /// <param name="task">A running task.</param>
    /// <param name="error">What was reported, any JSON value or null.</param>
    /// <param name="now">The server's time.</param>
    public static QueueTask Fail(QueueTask task, JsonText? error, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(task);
        var ended = LetGo(task) with { ErrorMessage = error };
        if (task.CancelRequested)
        {
            return ended with { Status = QueueTaskStatus.Cancelled };
        }

        if (task.Retries <= 0)
        {
            return ended with { Status = QueueTaskStatus.Failed };
        }

        return ended with
        {
            Status = QueueTaskStatus.Queued,
            Retries = task.Retries - 1,
            Created = now,
            ChunkSize = (int)Math.Ceiling(task.ChunkSize / 2.0),
            Delay = RetryDelaySeconds,
            Extra = task.Extra.Without("delay"),
        };
    }

    /// <summary>The run took too long: <c>max_seconds</c> grows by half, rounded up, then as <see cref="Fail"/>.</summary>
    public static QueueTask TimeOut(QueueTask task, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(task);
        var grown = (int)Math.Clamp(Math.Ceiling(task.MaxSeconds * 1.5), int.MinValue, int.MaxValue);
        return Fail(task with { MaxSeconds = grown }, JsonText.FromString(TimeoutMessage), now);
    }

    /// <summary>A classic consumer asked for work while it still had this task.</summary>
    public static QueueTask Purge(QueueTask task, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Fail(task, JsonText.FromString($"Purged on pop ({task.ConsumerId})"), now);
    }

    /// <summary>
    /// The lease ran out: queued again with everything as it was, so that it runs next. Too often in a row without
    /// progress, and it counts as a failure.
    /// </summary>
    public static QueueTask Orphan(QueueTask task, SiteSettings settings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(settings);
        var orphaned = task.Orphaned + 1;
        if (orphaned >= settings.MaxOrphaned && settings.MaxOrphaned > 0)
        {
            var message = $"Its consumer fell silent {orphaned} times in a row, last {task.ConsumerId}";
            return Fail(task with { Orphaned = 0 }, JsonText.FromString(message), now);
        }

        return Release(task) with { Orphaned = orphaned };
    }

    /// <summary>The consumer stops and gives the task back: queued with everything as it was.</summary>
    public static QueueTask Release(QueueTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return LetGo(task) with
        {
            Status = task.CancelRequested ? QueueTaskStatus.Cancelled : QueueTaskStatus.Queued,
        };
    }

    /// <summary>The run went well.</summary>
    public static QueueTask Done(QueueTask task) => LetGo(task) with { Status = QueueTaskStatus.Done };

    /// <summary>
    /// A chunk is through: what was processed leaves the task. Queued at its old place for its next chunk, or done when
    /// nothing is left.
    /// </summary>
    /// <param name="task">A running task.</param>
    /// <param name="processed">The chunk's outcomes; what is not in the task does not count.</param>
    /// <param name="now">The server's time.</param>
    /// <returns>The task, and the outcomes that count: the first one for each object.</returns>
    public static (QueueTask Task, IReadOnlyList<ItemOutcome> Counted) Advance(
        QueueTask task, IReadOnlyList<ItemOutcome> processed, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(processed);
        var remaining = new HashSet<string>(task.Uids, StringComparer.Ordinal);
        var counted = new List<ItemOutcome>(processed.Count);
        var progress = task.Progress;
        foreach (var item in processed)
        {
            if (remaining.Remove(item.Uid))
            {
                counted.Add(item);
                progress = progress.With(item.Outcome);
            }
        }

        var left = task.Uids.Where(remaining.Contains).ToArray();
        var status = left.Length == 0 ? QueueTaskStatus.Done
            : task.CancelRequested ? QueueTaskStatus.Cancelled
            : QueueTaskStatus.Queued;
        var advanced = LetGo(task) with
        {
            Status = status,
            Uids = left,
            Progress = progress,
            Started = now,
            Orphaned = 0,
        };
        return (advanced, counted);
    }

    /// <summary>Somebody puts the task back with fresh retries, from any state. All else stays.</summary>
    /// <param name="task">The task.</param>
    /// <param name="settings">The site's settings, for the retries.</param>
    /// <param name="arrival">Its new number of arrival.</param>
    public static QueueTask Requeue(QueueTask task, SiteSettings settings, long arrival)
    {
        ArgumentNullException.ThrowIfNull(task);
        return LetGo(task) with
        {
            Status = QueueTaskStatus.Queued,
            Retries = SettingRules.Retries(settings),
            Arrival = arrival,
            Orphaned = 0,
            CancelRequested = false,
        };
    }

    /// <summary>Somebody gives the task another priority. All else stays, its time of creation included.</summary>
    /// <param name="task">The task.</param>
    /// <param name="priority">Lower comes first.</param>
    public static QueueTask Prioritize(QueueTask task, int priority)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task with { Priority = priority };
    }

    /// <summary>How the record of changes tells it.</summary>
    /// <param name="before">The task as it was.</param>
    /// <param name="priority">Its new priority.</param>
    public static string ExplainPriority(QueueTask before, int priority)
    {
        ArgumentNullException.ThrowIfNull(before);
        return string.Create(CultureInfo.InvariantCulture, $"{before.Name}: {before.Priority} to {priority}");
    }

    // Clients may name any time up to the year 9999 and any number of seconds: the sum stays a time that can be kept.
    private static DateTimeOffset Later(DateTimeOffset time, double seconds) =>
        UnixTime.FromMicroseconds(Math.Clamp(
            time.ToMicroseconds() + (long)(seconds * UnixTime.MicrosecondsPerSecond), EarliestMicroseconds, LatestMicroseconds));

    private static QueueTask LetGo(QueueTask task) => task with { Fence = null, LeaseUntil = null };
}
