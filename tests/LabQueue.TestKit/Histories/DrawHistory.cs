using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LabQueue.TestKit.Histories.Steps;

namespace LabQueue.TestKit.Histories;

/// <summary>Histories, drawn by chance.</summary>
internal static class DrawHistory
{
    private static readonly Gen<int> Site = Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Constant(1)));
    private static readonly Gen<bool> Rarely = Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static readonly Gen<double> Created = Gen.Elements(-600, -300, -300, -20, -5, -1, -0.000001, 0, 0, 0, 0, 3, 12);
    private static readonly Gen<int?> MaybeDelay = Maybe(6, Gen.Elements(-3, 0, 2, 5, 30));
    private static readonly Gen<int?> MaybeRetries = Maybe(3, Gen.Choose(0, 2));
    private static readonly Gen<int?> MaybeChunk = Maybe(3, Gen.Choose(0, 5));
    private static readonly Gen<int?> MaybeSeconds = Maybe(2, Gen.Elements(1, 7, 20));

    private static readonly Gen<NewTask> Wish =
        from what in Gen.Choose(0, HistoryWords.Tasks.Length - 1).And(Gen.Elements(HistoryWords.Names))
        from place in Gen.Elements(HistoryWords.Contexts).And(Gen.Elements(HistoryWords.Paths))
        from times in Created.And(Maybe(8, Gen.Choose(-2, 40)))
        from priority in Gen.Frequency((3, Gen.Constant(10)), (2, Gen.Elements(9, 11, 12, 0, -4)))
        from lane in OrNull(3, HistoryWords.Lanes).And(OrNull(3, HistoryWords.Actions))
        from limits in MaybeRetries.And(MaybeChunk)
        from seconds in MaybeSeconds.And(MaybeDelay)
        from uniqueness in Rarely.And(Rarely)
        from rest in Rarely.And(OrNull(2, HistoryWords.Users))
        from objects in Gen.Choose(0, 15)
        from extra in Rarely
        select new NewTask(what.Second, place.First, place.Second)
        {
            TaskUid = HistoryWords.Tasks[what.First],
            Created = Given.Now.AddSeconds(times.First),
            NotBefore = times.Second is { } wait ? Given.Now.AddSeconds(wait) : null,
            Priority = priority,
            Lane = lane.First,
            Action = lane.Second,
            Retries = limits.First,
            ChunkSize = limits.Second,
            MaxSeconds = seconds.First,
            Delay = seconds.Second,
            Unique = uniqueness.First,
            Once = uniqueness.Second,
            Ghost = rest.First,
            Username = rest.Second,
            Uids = [.. HistoryWords.Objects.Where((_, i) => (objects & (1 << i)) != 0)],
            Extra = extra ? new ExtraFields("""{"slots":[1,{"a":null}],"delay":"2"}"""u8.ToArray()) : ExtraFields.Empty,
        };

    private static readonly Gen<ReportStep> Report =
        from site in Site
        from kind in Gen.Frequency(
            (4, Gen.Constant(ReportKind.Done)),
            (3, Gen.Constant(ReportKind.Fail)),
            (2, Gen.Constant(ReportKind.Timeout)),
            (4, Gen.Constant(ReportKind.Advance)),
            (1, Gen.Constant(ReportKind.Release)))
        from claim in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(1, 3)), (1, Gen.Choose(4, 8)))
        from says in Gen.Frequency(
            (6, Gen.Constant(ClaimWords.Own)),
            (2, Gen.Constant(ClaimWords.NoFence)),
            (1, Gen.Constant(ClaimWords.WrongFence)),
            (1, Gen.Constant(ClaimWords.OtherConsumer)))
        from processed in Gen.Choose(0, 15)
        select new ReportStep(site, kind, claim, says, processed);

    private static readonly Gen<PopStep> Pop =
        from site in Site
        from consumer in Gen.Choose(0, HistoryWords.Consumers.Length - 1)
        from lease in Gen.Elements(5, 15, 60)
        from count in Maybe(3, Gen.Choose(1, 5))
        from names in Gen.Frequency(
            (4, Gen.Constant(Array.Empty<string>())), (1, Gen.SubListOf(HistoryWords.Names).Select(list => list.ToArray())))
        from request in OrNull(3, ["r1", "r2"])
        from reports in Gen.Frequency(
            (3, Gen.Constant(Array.Empty<ReportStep>())), (1, Report.ArrayOf(1)), (1, Report.ArrayOf(2)))
        select new PopStep(site, consumer)
        {
            Lease = lease,
            Count = count,
            Names = names,
            RequestId = request,
            Reports = [.. reports.Select(report => report with { Site = site })],
        };

    private static readonly Gen<HistoryStep> Step = Gen.Frequency(
        (8, Wish.And(Site).Select(add => (HistoryStep)new AddStep(add.Second, [add.First]))),
        (2, Wish.ArrayOf(3).And(Site).Select(add => (HistoryStep)new AddStep(add.Second, add.First))),
        (9, Pop.Select(step => (HistoryStep)step)),
        (6, Report.Select(step => (HistoryStep)step)),
        (2, Heartbeat()),
        (3, Change()),
        (1, Setting()),
        (5, Clock()),
        (1, Look()));

    /// <summary>A history of that many steps.</summary>
    public static Gen<History> Of(int steps) =>
        from trust in Gen.Elements(TrustMode.Original, TrustMode.Roles)
        from all in Step.ArrayOf(steps)
        select new History(trust, all);

    private static Gen<HistoryStep> Heartbeat() =>
        from site in Site
        from claims in Gen.Elements<int[]>([0], [1], [0, 1], [2], [0, 1, 2, 3])
        from consumer in Maybe(5, Gen.Choose(0, HistoryWords.Consumers.Length - 1))
        from lease in Maybe(3, Gen.Elements(5, 30))
        select (HistoryStep)new HeartbeatStep(site, claims, consumer, lease);

    private static Gen<HistoryStep> Change() =>
        from site in Site
        from change in Gen.Frequency(
            (4, Gen.Constant("requeue")),
            (2, Gen.Constant("delete")),
            (4, Gen.Constant("cancel")),
            (1, Gen.Constant("pause")),
            (2, Gen.Constant("resume")))
        from task in Gen.Choose(0, HistoryWords.Tasks.Length - 1)
        select (HistoryStep)new ChangeStep(site, change, task);

    private static Gen<HistoryStep> Setting() =>
        from site in Site
        from setting in Gen.OneOf(
            Gen.SubListOf(["n1", "go", "n3", "stop"]).SelectMany(list => Gen.Shuffle(list.ToArray()))
                .Select(list => ("top_priority_tasks", JsonSerializer.Serialize(list))),
            Gen.Elements(("exact_pairs", "true"), ("exact_pairs", "false")),
            Gen.Elements(("compare_consumer", "true"), ("compare_consumer", "false")),
            Gen.Elements(0, 1, 2, 3).Select(limit => ("max_concurrent_tasks", $"{limit}")),
            Gen.Elements(0, 1, 4).Select(retries => ("max_retries", $"{retries}")),
            Gen.Elements(1, 2, 5).Select(times => ("max_orphaned", $"{times}")),
            Gen.Elements(0, 7).Select(size => ("default", $"{size}")),
            Gen.Elements(30, 60).Select(seconds => ("max_seconds_unlock", $"{seconds}")))
        select (HistoryStep)new SettingStep(site, setting.Item1, setting.Item2);

    private static Gen<HistoryStep> Clock() =>
        from time in Gen.Elements(500, 1_000, 3_000, 5_000, 6_000, 11_000, 16_000, 61_000, 200_000)
        from then in Gen.Frequency(
            (10, Gen.Constant(AfterClock.Nothing)), (5, Gen.Constant(AfterClock.Sweep)), (1, Gen.Constant(AfterClock.Reopen)))
        select (HistoryStep)new ClockStep(time, then);

    private static Gen<HistoryStep> Look() =>
        from site in Site
        from statuses in Gen.SubListOf([QueueTaskStatus.Queued, QueueTaskStatus.Running, QueueTaskStatus.Failed])
        from ghosts in Gen.Elements(true, false)
        from user in OrNull(2, HistoryWords.Users)
        from uid in Gen.Elements([.. HistoryWords.Tasks, .. HistoryWords.Objects, .. HistoryWords.Contexts])
        select (HistoryStep)new LookStep(site, [.. statuses], ghosts, user, uid);

    private static Gen<int?> Maybe(int rarely, Gen<int> number) =>
        Gen.Frequency((rarely, Gen.Constant((int?)null)), (1, number.Select(found => (int?)found)));

    private static Gen<string?> OrNull(int rarely, string[] texts) =>
        Gen.Frequency((rarely, Gen.Constant((string?)null)), (1, Gen.Elements<string?>(texts)));
}
