using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Adds all tasks that the queue does not have yet.</summary>
/// <param name="wishes">The tasks.</param>
/// <param name="by">Who adds them.</param>
internal sealed class AddCommand(IReadOnlyList<NewTask> wishes, Actor by) : WriteCommand<IReadOnlyList<AddResult>>(Turn.Add)
{
    /// <inheritdoc/>
    public override int Weight => wishes.Count;

    /// <inheritdoc/>
    public override void Plan(LoadPlan plan)
    {
        foreach (var wish in wishes)
        {
            if (wish.TaskUid is { } uid)
            {
                plan.TaskUids.Add(uid);
                if (wish.Once)
                {
                    plan.EndedUids.Add(uid);
                }
            }

            if (wish.Unique && wish.TakenOverAs is null)
            {
                plan.Twins.Add(TextKey.OfTwin(wish.ContextUid, wish.Name));
            }

            if (LaneOf(wish) is { } lane)
            {
                plan.Lanes.Add(lane);
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask RunAsync(GroupWork work, CancellationToken cancellationToken)
    {
        var results = new AddResult[wishes.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var wish = wishes[i];
            var task = TaskLifecycle.Create(wish, work.Settings, by.Username, work.NextNumber(), work.Now);
            var isNew = !IsKnown(work, wish) && !HasTwin(work, wish);
            results[i] = new AddResult(isNew ? Insert(work, task, wish) : task, isNew);
        }

        Result = results;
        return ValueTask.CompletedTask;
    }

    private static Guid? LaneOf(NewTask wish) => TextKey.OfLane(new QueueTask
    {
        TaskUid = string.Empty,
        Name = wish.Name,
        ContextUid = wish.ContextUid,
        ContextPath = wish.ContextPath,
        Lane = wish.Lane,
    });

    private static bool IsKnown(GroupWork work, NewTask wish) =>
        wish.TaskUid is { } uid && (work.Find(uid) is not null || (wish.Once && work.EndedUids.Contains(uid)));

    private static bool HasTwin(GroupWork work, NewTask wish) =>
        wish.Unique && wish.TakenOverAs is null && work.Twins.Contains(TextKey.OfTwin(wish.ContextUid, wish.Name));

    private QueueTask Insert(GroupWork work, QueueTask task, NewTask wish)
    {
        var tracked = TaskMoves.Insert(work, task);
        if (wish.TakenOverAs != QueueTaskStatus.Failed)
        {
            work.Twins.Add(TextKey.OfTwin(task.ContextUid, task.Name));
            return task;
        }

        // In the same commit, so that nobody ever claims it.
        var failed = task with { Status = QueueTaskStatus.Failed };
        TaskMoves.Settle(work, tracked, failed, "taken_over", by);
        return failed;
    }
}
