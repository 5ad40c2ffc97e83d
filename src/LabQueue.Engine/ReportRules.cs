namespace LabQueue.Engine;

/// <summary>Whether a report counts.</summary>
/// <remarks><c>wire-protocol</c>, sections 8 and 12.</remarks>
public static class ReportRules
{
    /// <summary>Judges a report by the task that it names.</summary>
    /// <param name="task">The task as the queue has it; null where it has none.</param>
    /// <param name="report">The report.</param>
    /// <param name="settings">The site's settings.</param>
    public static ReportOutcome Judge(QueueTask? task, TaskReport report, SiteSettings settings)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(settings);
        if (task is null)
        {
            return ReportOutcome.NotFound;
        }

        // A claim that is over is told so, whatever became of the task; only reports without a fence learn its state.
        if (report.Fence is { } fence && (task.Status != QueueTaskStatus.Running || task.Fence != fence))
        {
            return ReportOutcome.Stale;
        }

        if (task.Status != QueueTaskStatus.Running)
        {
            return ReportOutcome.NotRunning;
        }

        var isAnothers = settings.CompareConsumer
            && report.ConsumerId is { } consumer
            && !string.Equals(consumer, task.ConsumerId, StringComparison.Ordinal);
        return isAnothers ? ReportOutcome.Stale
            : IsOfTask(task, report) ? ReportOutcome.Accepted
            : ReportOutcome.NotOfTask;
    }

    /// <summary>The objects that a report names and the task does not have, each once.</summary>
    public static IReadOnlyCollection<string> Unknown(QueueTask task, TaskReport report)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(report);
        var named = report.Processed.Select(item => item.Uid).ToHashSet(StringComparer.Ordinal);
        named.ExceptWith(task.Uids);
        return named;
    }

    /// <summary>What an accepted report makes of the task, and the outcomes that it brings.</summary>
    public static (QueueTask Task, IReadOnlyList<ItemOutcome> Counted) Apply(
        QueueTask task, TaskReport report, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Kind switch
        {
            ReportKind.Done => (TaskLifecycle.Done(task), []),
            ReportKind.Fail => (TaskLifecycle.Fail(task, report.ErrorMessage, now), []),
            ReportKind.Timeout => (TaskLifecycle.TimeOut(task, now), []),
            ReportKind.Release => (TaskLifecycle.Release(task), []),
            ReportKind.Advance => TaskLifecycle.Advance(task, report.Processed, now),
        };
    }

    // An advance that takes nothing off the task would use up its claim, and bring it back at once, for ever.
    private static bool IsOfTask(QueueTask task, TaskReport report) =>
        report.Kind != ReportKind.Advance || (report.Processed.Count > 0 && Unknown(task, report).Count == 0);
}
