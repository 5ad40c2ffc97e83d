using FsCheck;
using FsCheck.Fluent;

namespace LabQueue.TestKit;

/// <summary>Tasks and their parts, drawn by chance; the ends of each range come often.</summary>
public static class Draw
{
    private static readonly string[] ObjectUids = Given.Uids("s1", "s2", "s3", "s4", "s5");

    /// <summary>Any whole number, mostly a small one.</summary>
    public static Gen<int> Number { get; } = Gen.Frequency(
        (6, Gen.Choose(-3, 30)),
        (1, Gen.Choose(-100_000, 100_000)),
        (1, Gen.Elements(int.MinValue, int.MinValue + 1, -1, 0, 1, int.MaxValue - 1, int.MaxValue)));

    /// <summary>Any time that the wire takes, mostly one near <see cref="Given.Now"/>.</summary>
    public static Gen<DateTimeOffset> Time { get; } = Gen.Frequency(
        (6, Gen.Choose(-1_000, 1_000).Select(seconds => Given.Now.AddSeconds(seconds))),
        (2, Gen.Choose(-5_000_000, 5_000_000).Select(part => UnixTime.FromMicroseconds(Given.Now.ToMicroseconds() + part))),
        (1, Gen.Elements(UnixTime.FromSeconds(UnixTime.EarliestSeconds), UnixTime.FromSeconds(UnixTime.LatestSeconds))));

    /// <summary>A few object uids, doubles among them.</summary>
    public static Gen<string[]> Uids { get; } = Gen.ArrayOf(Gen.Elements(ObjectUids));

    /// <summary>What became of a chunk, and of objects that are not in it.</summary>
    public static Gen<ItemOutcome[]> Outcomes { get; } = Gen.ArrayOf(
        Gen.Elements(ObjectUids).And(Gen.Elements(Enum.GetValues<ItemOutcomeKind>()))
            .Select(item => new ItemOutcome(item.First, item.Second)));

    /// <summary>Steps of a path.</summary>
    public static Gen<string> Step { get; } = Gen.Elements("senaite", "clients", "worksheets", "WS-1", "client-1", "x");

    /// <summary>Any task.</summary>
    public static Gen<QueueTask> Task { get; } =
        from identity in Gen.Choose(1, 9).And(Gen.Elements("task_a", "task_b", "task_assign_analyses"))
        from context in Gen.Elements("c1", "c2", "c3").And(Gen.ArrayOf(Step))
        from uids in Uids
        from created in Time
        from status in Gen.Elements(QueueTaskStatus.Queued, QueueTaskStatus.Running, QueueTaskStatus.Failed)
        from limits in Number.And(Number)
        from retries in Number.And(Gen.Choose(0, 5))
        from order in Number.And(Gen.Choose(1, 1_000))
        from delay in Number.Select(number => (int?)number).Or(Gen.Constant((int?)null))
        from flags in Gen.Elements(true, false).And(Gen.Elements<string?>(null, "submit", "verify"))
        select Given.Task("t" + identity.First) with
        {
            Name = identity.Second,
            ContextUid = Given.Uid(context.First),
            ContextPath = "/" + string.Join('/', context.Second),
            Uids = uids,
            Created = created,
            Status = status,
            Started = status == QueueTaskStatus.Queued ? null : Given.Now,
            ConsumerId = status == QueueTaskStatus.Queued ? null : "consumer-1",
            MaxSeconds = limits.First,
            ChunkSize = limits.Second,
            Retries = retries.First,
            Orphaned = retries.Second,
            Priority = order.First,
            Arrival = order.Second,
            Delay = delay,
            CancelRequested = status == QueueTaskStatus.Running && flags.First,
            Action = flags.Second,
        };

    /// <summary>Any running task.</summary>
    public static Gen<QueueTask> RunningTask { get; } = Task.Select(task =>
        task with { Status = QueueTaskStatus.Running, Started = Given.Now, ConsumerId = "consumer-1" });
}
