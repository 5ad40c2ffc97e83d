namespace LabQueue.TestKit.Model;

/// <content>The rules, one by one, so that a test can break one.</content>
public partial class ModelQueue
{
    /// <summary>Section 6.</summary>
    protected virtual IEnumerable<QueueTask> InOrder(IEnumerable<QueueTask> tasks) => tasks
        .OrderBy(task => ModelRules.Place(task, _rankedBy.GetValueOrDefault(task.TaskUid, Settings.TopPriorityTasks)))
        .ThenBy(ModelRules.Due)
        .ThenBy(task => task.ContextUid, StringComparer.Ordinal);

    /// <summary>Section 8, add: whether a unique task has to stay away.</summary>
    protected virtual bool HasTwin(QueueTask task, IEnumerable<QueueTask> queued)
    {
        ArgumentNullException.ThrowIfNull(task);
        return queued.Any(other => other.Name == task.Name && other.ContextUid == task.ContextUid);
    }

    /// <summary>Section 7, pop step 3.</summary>
    protected virtual bool IsFull(int running)
    {
        var limit = Settings.MaxConcurrentTasks ?? (Settings.Trust == TrustMode.Original ? 4 : 0);
        return limit > 0 && running >= limit;
    }

    /// <summary>Section 7, pop step 4, first half.</summary>
    protected virtual bool IsReady(QueueTask task, DateTimeOffset now) => ModelRules.IsReady(task, now);

    /// <summary>Section 7, pop step 4, second half.</summary>
    protected virtual bool IsHeldBack(QueueTask task, IReadOnlyList<QueueTask> running) =>
        ModelRules.IsHeldBack(task, running, Settings.ExactPairs);

    /// <summary>Section 7, failure.</summary>
    protected virtual QueueTask Fail(QueueTask task, JsonText? message, DateTimeOffset now) =>
        ModelRules.Fail(task, message, now);

    /// <summary>Section 7, time-out.</summary>
    protected virtual QueueTask TimeOut(QueueTask task, DateTimeOffset now) =>
        Fail(ModelRules.WithLongerLimit(task), JsonText.FromString("Timeout"), now);

    /// <summary>Section 12, advance.</summary>
    protected virtual QueueTask Advance(QueueTask task, IReadOnlyList<ItemOutcome> processed) =>
        ModelRules.Advance(task, processed);

    /// <summary>Section 12, the end of a lease; too many in a row count as a failure.</summary>
    protected virtual QueueTask Orphan(QueueTask task, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(task);
        var orphaned = task.Orphaned + 1;
        var message = JsonText.FromString($"Its consumer fell silent {orphaned} times in a row, last {task.ConsumerId}");
        return orphaned >= Settings.MaxOrphaned
            ? Fail(task with { Orphaned = 0 }, message, now)
            : ModelRules.GiveBack(task) with { Orphaned = orphaned };
    }
}
