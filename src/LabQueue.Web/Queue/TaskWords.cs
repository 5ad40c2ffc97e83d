using LabQueue.Web.Languages;

namespace LabQueue.Web.Queue;

/// <summary>What the pages say of a task.</summary>
internal static class TaskWords
{
    private const int LongestLine = 160;

    /// <summary>Where it stands.</summary>
    /// <param name="task">The task.</param>
    /// <param name="now">The time that the page is drawn at.</param>
    /// <param name="texts">Texts in the language of who looks.</param>
    public static TaskState StateOf(QueueTask task, DateTimeOffset now, Texts texts) => task.Status switch
    {
        QueueTaskStatus.Queued when StartsAt(task) > now => new TaskState("state-queued", "calendar", texts["Scheduled"]),
        QueueTaskStatus.Queued => new TaskState("state-queued", "clock", texts["Queued"]),
        QueueTaskStatus.Running when IsStuck(task, now) => new TaskState("state-stuck", "alert-triangle", texts["Stuck"]),
        QueueTaskStatus.Running when task.CancelRequested => new TaskState("state-running", "loader", texts["Being cancelled"]),
        QueueTaskStatus.Running => new TaskState("state-running", "loader", texts["Running"]),
        QueueTaskStatus.Failed => new TaskState("state-failed", "circle-x", texts["Failed"]),
        QueueTaskStatus.Done => new TaskState("state-done", "circle-check", texts["Done"]),
        QueueTaskStatus.Cancelled => new TaskState("state-queued", "x", texts["Cancelled"]),
        QueueTaskStatus.Deleted => new TaskState("state-queued", "trash", texts["Removed"]),
    };

    /// <summary>How a run ended, as the queue calls it.</summary>
    public static TaskState OutcomeOf(string? outcome, Texts texts) => outcome switch
    {
        null => new TaskState("state-running", "loader", texts["Running"]),
        "done" => new TaskState("state-done", "circle-check", texts["Done"]),
        "advance" => new TaskState("state-done", "check", texts["A chunk is done"]),
        "fail" => new TaskState("state-failed", "circle-x", texts["Failed"]),
        "timeout" => new TaskState("state-stuck", "clock", texts["Took too long"]),
        "orphaned" or "purged" => new TaskState("state-stuck", "alert-triangle", texts["Its consumer was silent"]),
        "release" => new TaskState("state-queued", "arrow-back-up", texts["Given back"]),
        "requeued" => new TaskState("state-queued", "rotate", texts["Requeued"]),
        "cancelled" => new TaskState("state-queued", "x", texts["Cancelled"]),
        "deleted" => new TaskState("state-queued", "trash", texts["Removed"]),
        _ => new TaskState("state-queued", "info-circle", outcome),
    };

    /// <summary>What became of an object.</summary>
    public static TaskState ItemOf(ItemOutcomeKind outcome, Texts texts) => outcome switch
    {
        ItemOutcomeKind.Done => new TaskState("state-done", "circle-check", texts["Done"]),
        ItemOutcomeKind.Refused => new TaskState("state-failed", "circle-x", texts["Refused"]),
        ItemOutcomeKind.Failed => new TaskState("state-failed", "alert-triangle", texts["Failed"]),
        ItemOutcomeKind.Skipped => new TaskState("state-queued", "chevron-right", texts["Skipped"]),
    };

    /// <summary>The time before which a task does not start; null: it may at once.</summary>
    public static DateTimeOffset? StartsAt(QueueTask task)
    {
        var delayed = task.Delay is > 0 and var delay ? task.Created.AddSeconds(delay) : (DateTimeOffset?)null;
        return task.NotBefore is { } notBefore && !(delayed > notBefore) ? notBefore : delayed;
    }

    /// <summary>Whether a running task's consumer has not been heard of, or not been done, for as long as it may be.</summary>
    public static bool IsStuck(QueueTask task, DateTimeOffset now) =>
        task.Status == QueueTaskStatus.Running
        && (task.LeaseUntil is { } lease ? lease < now : task.Started is { } started && started.AddSeconds(task.MaxSeconds) < now);

    /// <summary>How long a task waited, or waits: from when it was queued, or could start, to its run.</summary>
    public static TimeSpan? WaitOf(QueueTask task, DateTimeOffset now)
    {
        var from = StartsAt(task) is { } start && start > task.Created ? start : task.Created;
        var until = task.Status == QueueTaskStatus.Queued ? now : task.Started;
        return until is { } end && end >= from ? end - from : null;
    }

    /// <summary>What the last failure said; null: nothing failed.</summary>
    public static string? ErrorOf(QueueTask task) => task.ErrorMessage?.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>The first line of a text, shortened where it is long: a trace's first line tells the cause.</summary>
    public static string FirstLine(string text)
    {
        var line = text.AsSpan().Trim();
        line = line[..(line.IndexOfAny('\r', '\n') is >= 0 and var end ? end : line.Length)];
        return line.Length <= LongestLine ? line.ToString() : $"{line[..(char.IsHighSurrogate(line[LongestLine - 1]) ? LongestLine - 1 : LongestLine)]}…";
    }

    /// <summary>How many objects a task has, those handled included.</summary>
    public static int ObjectsOf(QueueTask task) => task.Progress.Handled + (task.Status == QueueTaskStatus.Done ? 0 : task.Uids.Count);
}
