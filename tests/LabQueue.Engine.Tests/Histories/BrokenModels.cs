using LabQueue.TestKit.Model;

namespace LabQueue.Engine.Tests.Histories;

/// <summary>Models that each break one rule.</summary>
internal static class BrokenModels
{
    public static IReadOnlyDictionary<string, Func<SiteSettings, ModelQueue>> All { get; } =
        new Dictionary<string, Func<SiteSettings, ModelQueue>>(StringComparer.Ordinal)
        {
            ["the order is that of arrival"] = settings => new Order(settings, tasks => tasks),
            ["a point of priority is worth a minute"] = settings => new Order(
                settings, tasks => tasks.OrderBy(task => task.Created.AddSeconds(60 * task.Priority))),
            ["the order ignores the context"] = settings => new Order(
                settings, tasks => tasks.OrderBy(task => task.Created.AddSeconds(300 * task.Priority))),
            ["unique is ignored"] = settings => new Unique(settings),
            ["lanes are ignored"] = settings => new Held(settings, (task, model) => task.Lane is null && model),
            ["names and places are ignored"] = settings => new Held(settings, (task, model) => task.Lane is not null && model),
            ["the classic rule compares pairs"] = settings => new Pairs(settings),
            ["the limit of running tasks is ignored"] = settings => new Limit(settings),
            ["delay is ignored"] = settings => new Ready(settings, task => task with { Delay = null }),
            ["not_before is ignored"] = settings => new Ready(settings, task => task with { NotBefore = null }),
            ["a retry is not counted"] = settings => new Failure(settings, (before, after) => after with { Retries = before.Retries }),
            ["a retry keeps its place"] = settings => new Failure(settings, (before, after) => after with { Created = before.Created }),
            ["the chunk is not halved"] = settings => new Failure(settings, (before, after) => after with { ChunkSize = before.ChunkSize }),
            ["the chunk is rounded down"] = settings => new Failure(
                settings, (before, after) => after with { ChunkSize = before.Retries < 1 ? before.ChunkSize : before.ChunkSize / 2 }),
            ["a retry starts at once"] = settings => new Failure(settings, (_, after) => after with { Delay = null }),
            ["a failure keeps its claim"] = settings => new Failure(settings, (before, after) => after with { Fence = before.Fence }),
            ["the time limit does not grow"] = settings => new Limits(settings),
            ["the remainder is lost on advance"] = settings => new Chunk(
                settings, (_, after) => after with { Uids = [], Status = QueueTaskStatus.Done }),
            ["advance takes nothing off"] = settings => new Chunk(settings, (before, after) => after with { Uids = before.Uids }),
            ["advance keeps the count of orphanings"] = settings => new Chunk(
                settings, (before, after) => after with { Orphaned = before.Orphaned }),
            ["advance counts as a retry"] = settings => new Chunk(settings, (_, after) => after with { Retries = after.Retries + 1 }),
            ["silent consumers never count"] = settings => new Silence(settings, task => task with { Orphaned = 0 }),
            ["a silent consumer costs a retry"] = settings => new Silence(settings, task => task with { Orphaned = 99 }),
            ["runs never end by themselves"] = settings => new Endless(settings),
            ["runs end a second early"] = settings => new Early(settings),
            ["anybody renews a lease"] = settings => new Renewal(settings),
            ["cancel ends a running task at once"] = settings => new Cancelling(settings),
            ["requeue leaves a running task alone"] = settings => new Requeueing(settings),
        };

    private sealed class Order(SiteSettings settings, Func<IEnumerable<QueueTask>, IEnumerable<QueueTask>> order)
        : ModelQueue(settings)
    {
        protected override IEnumerable<QueueTask> InOrder(IEnumerable<QueueTask> tasks) => order(tasks);
    }

    private sealed class Unique(SiteSettings settings) : ModelQueue(settings)
    {
        protected override bool HasTwin(QueueTask task, IEnumerable<QueueTask> queued) => false;
    }

    private sealed class Held(SiteSettings settings, Func<QueueTask, bool, bool> rule) : ModelQueue(settings)
    {
        protected override bool IsHeldBack(QueueTask task, IReadOnlyList<QueueTask> running) =>
            rule(task, base.IsHeldBack(task, running));
    }

    private sealed class Pairs(SiteSettings settings) : ModelQueue(settings)
    {
        protected override bool IsHeldBack(QueueTask task, IReadOnlyList<QueueTask> running) =>
            TaskLane.Key(task) is { } lane && running.Any(other => TaskLane.Key(other) == lane);
    }

    private sealed class Limit(SiteSettings settings) : ModelQueue(settings)
    {
        protected override bool IsFull(int running) => false;
    }

    private sealed class Ready(SiteSettings settings, Func<QueueTask, QueueTask> without) : ModelQueue(settings)
    {
        protected override bool IsReady(QueueTask task, DateTimeOffset now) => base.IsReady(without(task), now);
    }

    private sealed class Failure(SiteSettings settings, Func<QueueTask, QueueTask, QueueTask> spoil) : ModelQueue(settings)
    {
        protected override QueueTask Fail(QueueTask task, JsonText? message, DateTimeOffset now) =>
            spoil(task, base.Fail(task, message, now));
    }

    private sealed class Limits(SiteSettings settings) : ModelQueue(settings)
    {
        protected override QueueTask TimeOut(QueueTask task, DateTimeOffset now) =>
            base.TimeOut(task, now) with { MaxSeconds = task.MaxSeconds };
    }

    private sealed class Chunk(SiteSettings settings, Func<QueueTask, QueueTask, QueueTask> spoil) : ModelQueue(settings)
    {
        protected override QueueTask Advance(QueueTask task, IReadOnlyList<ItemOutcome> processed) =>
            spoil(task, base.Advance(task, processed));
    }

    private sealed class Silence(SiteSettings settings, Func<QueueTask, QueueTask> spoil) : ModelQueue(settings)
    {
        protected override QueueTask Orphan(QueueTask task, DateTimeOffset now) => base.Orphan(spoil(task), now);
    }

    private sealed class Endless(SiteSettings settings) : ModelQueue(settings)
    {
        public override void EndRuns(DateTimeOffset now)
        {
        }
    }

    private sealed class Early(SiteSettings settings) : ModelQueue(settings)
    {
        public override void EndRuns(DateTimeOffset now) => base.EndRuns(now.AddSeconds(1));
    }

    private sealed class Renewal(SiteSettings settings) : ModelQueue(settings)
    {
        public override HeartbeatAnswer Heartbeat(HeldTask held, string consumer, TimeSpan? lease, DateTimeOffset now) =>
            base.Heartbeat(held, Find(held.TaskUid)?.ConsumerId ?? consumer, lease, now);
    }

    private sealed class Cancelling(SiteSettings settings) : ModelQueue(settings)
    {
        public override ChangeResult Cancel(string uid, Actor by, DateTimeOffset now) =>
            Find(uid)?.Status == QueueTaskStatus.Running ? Delete(uid, by, now) : base.Cancel(uid, by, now);
    }

    private sealed class Requeueing(SiteSettings settings) : ModelQueue(settings)
    {
        public override ChangeResult Requeue(string uid, DateTimeOffset now) =>
            Find(uid) is { Status: QueueTaskStatus.Running } task
                ? new ChangeResult(ChangeOutcome.Changed, task)
                : base.Requeue(uid, now);
    }
}
