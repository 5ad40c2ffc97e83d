namespace LabQueue.TestKit.Model;

/// <summary>The rules of the protocol in the plainest words, written from its text and from nothing else.</summary>
internal static class ModelRules
{
    /// <summary>Section 6: place in the list of top priorities.</summary>
    public static int Place(QueueTask task, IReadOnlyList<string> top)
    {
        var list = top.ToList();
        var byName = list.IndexOf(task.Name);
        var byAction = task.Action is null ? -1 : list.IndexOf(task.Action);
        return byName >= 0 ? byName : byAction >= 0 ? byAction : int.MaxValue;
    }

    /// <summary>Section 6: <c>created + 300 * priority</c>.</summary>
    public static decimal Due(QueueTask task) =>
        task.Created.ToMicroseconds() + (300m * UnixTime.MicrosecondsPerSecond * task.Priority);

    /// <summary>Section 7, pop step 4: the third step of the path.</summary>
    public static string? Place(QueueTask task)
    {
        var steps = task.ContextPath.Trim('/').Split('/');
        return steps.Length > 2 ? steps[2] : null;
    }

    /// <summary>Section 7, pop step 4: <c>created + delay ≤ now</c>; section 12: <c>not_before</c>.</summary>
    public static bool IsReady(QueueTask task, DateTimeOffset now) =>
        (now - task.Created).TotalSeconds >= (task.Delay ?? 0) && (task.NotBefore is null || task.NotBefore <= now);

    /// <summary>Section 7, pop step 4, and section 12 for lanes and exact pairs.</summary>
    public static bool IsHeldBack(QueueTask task, IReadOnlyList<QueueTask> running, bool exactPairs)
    {
        if (task.Lane is not null)
        {
            return running.Any(other => other.Lane == task.Lane);
        }

        var place = Place(task);
        var others = running.Where(other => other.Lane is null).ToList();
        if (place is null)
        {
            return false;
        }

        return exactPairs
            ? others.Any(other => other.Name == task.Name && Place(other) == place)
            : others.Any(other => other.Name == task.Name) && others.Any(other => Place(other) == place);
    }

    /// <summary>Section 7, failure.</summary>
    public static QueueTask Fail(QueueTask task, JsonText? error, DateTimeOffset now)
    {
        task = Free(task) with { ErrorMessage = error };
        if (task.CancelRequested)
        {
            return task with { Status = QueueTaskStatus.Cancelled };
        }

        if (task.Retries < 1)
        {
            return task with { Status = QueueTaskStatus.Failed };
        }

        return task with
        {
            Status = QueueTaskStatus.Queued,
            Retries = task.Retries - 1,
            Created = now,
            ChunkSize = (task.ChunkSize / 2) + (task.ChunkSize > 0 ? task.ChunkSize % 2 : 0),
            Delay = 5,
            Extra = task.Extra.Without("delay"),
        };
    }

    /// <summary>Section 7, time-out: half as long again, rounded up.</summary>
    public static QueueTask WithLongerLimit(QueueTask task) => task with
    {
        MaxSeconds = task.MaxSeconds + (task.MaxSeconds / 2) + (task.MaxSeconds > 0 ? task.MaxSeconds % 2 : 0),
    };

    /// <summary>Section 12, the end of a lease, and release; what was cancelled does not come back.</summary>
    public static QueueTask GiveBack(QueueTask task) => Free(task) with
    {
        Status = task.CancelRequested ? QueueTaskStatus.Cancelled : QueueTaskStatus.Queued,
    };

    /// <summary>
    /// Section 12, advance: what was processed leaves the task. Its <c>started</c> stays until the next chunk is taken:
    /// nothing looks at it before that, and stores take it from the run.
    /// </summary>
    public static QueueTask Advance(QueueTask task, IReadOnlyList<ItemOutcome> processed)
    {
        var counted = processed.Where(item => task.Uids.Contains(item.Uid)).DistinctBy(item => item.Uid).ToList();
        int Count(ItemOutcomeKind kind) => counted.Count(item => item.Outcome == kind);
        var left = task.Uids.Where(uid => counted.All(item => item.Uid != uid)).ToList();
        var progress = new TaskProgress(
            task.Progress.Done + Count(ItemOutcomeKind.Done),
            task.Progress.Refused + Count(ItemOutcomeKind.Refused),
            task.Progress.Failed + Count(ItemOutcomeKind.Failed),
            task.Progress.Skipped + Count(ItemOutcomeKind.Skipped));
        var back = left.Count > 0 ? GiveBack(task) : Free(task) with { Status = QueueTaskStatus.Done };
        return back with { Uids = left, Progress = progress, Orphaned = 0 };
    }

    /// <summary>Nobody holds it any more.</summary>
    public static QueueTask Free(QueueTask task) => task with { Fence = null, LeaseUntil = null };
}
