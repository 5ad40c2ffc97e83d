using FsCheck;
using FsCheck.Fluent;
using LabQueue.TestKit;
using LabQueue.TestKit.Model;

namespace LabQueue.Engine.Tests;

/// <summary>What holds for every task, whatever values it has.</summary>
public sealed class RuleProperties
{
    private static readonly string[] Top = ["task_assign_analyses", "submit"];

    private static readonly Gen<QueueTask[]> Threes = Draw.Task.ArrayOf(3);

    private static readonly Gen<(QueueTask Task, DateTimeOffset Now)> Runs = Draw.RunningTask.And(Draw.Time);

    [Fact]
    public void The_order_is_total_and_antisymmetric() => ForAll.Of(Threes, tasks =>
    {
        var (one, two, three) = (Key(tasks[0]), Key(tasks[1]), Key(tasks[2]));

        Math.Sign(one.CompareTo(two)).ShouldBe(-Math.Sign(two.CompareTo(one)));
        (one.CompareTo(two) == 0).ShouldBe(one == two);
        if (one <= two && two <= three)
        {
            one.ShouldBeLessThanOrEqualTo(three);
        }
    });

    [Fact]
    public void The_order_is_the_protocols() => ForAll.Of(Threes, tasks =>
    {
        var model = new ModelQueue(new SiteSettings { TopPriorityTasks = Top });
        var arrived = tasks.Select((task, i) => task with { TaskUid = Given.Uid($"t{i}"), Arrival = i }).ToList();
        foreach (var task in arrived)
        {
            model.Add(Wish(task), "x", Given.Now);
        }

        arrived.OrderBy(Key).Select(task => task.TaskUid).ShouldBe(model.Tasks.Select(task => task.TaskUid));
    });

    [Fact]
    public void Only_a_failure_moves_a_task_in_the_order() => ForAll.Of(Runs, run =>
    {
        var key = Key(run.Task);

        Key(TaskLifecycle.Start(run.Task, "consumer-2", 5, TimeSpan.FromSeconds(9), run.Now)).ShouldBe(key);
        Key(TaskLifecycle.Release(run.Task)).ShouldBe(key);
        Key(TaskLifecycle.Done(run.Task)).ShouldBe(key);
        Key(TaskLifecycle.Advance(run.Task, [], run.Now).Task).ShouldBe(key);
        Key(TaskLifecycle.Orphan(run.Task with { Orphaned = 0 }, new SiteSettings(), run.Now)).ShouldBe(key);
    });

    [Fact]
    public void The_place_is_the_third_step_whatever_comes_behind_it() => ForAll.Of(
        Draw.Step.ArrayOf(3).And(Gen.ArrayOf(Draw.Step)),
        path =>
        {
            var tail = path.Second.Length == 0 ? string.Empty : "/" + string.Join('/', path.Second);
            TaskLane.Place("/" + string.Join('/', path.First) + tail).ShouldBe(path.First[2]);
            TaskLane.Place("/" + string.Join('/', path.First[..2])).ShouldBeNull();
        });

    [Fact]
    public void A_failure_takes_one_retry_or_is_for_good() => ForAll.Of(Runs, run =>
    {
        foreach (var after in new[] { TaskLifecycle.Fail(run.Task, null, run.Now), TaskLifecycle.TimeOut(run.Task, run.Now) })
        {
            after.Retries.ShouldBe(after.Status == QueueTaskStatus.Queued ? run.Task.Retries - 1 : run.Task.Retries);
            after.Status.ShouldBe(
                run.Task.CancelRequested ? QueueTaskStatus.Cancelled
                : run.Task.Retries > 0 ? QueueTaskStatus.Queued
                : QueueTaskStatus.Failed);
        }
    });

    [Fact]
    public void Retries_that_begin_at_nought_or_more_never_go_below() => ForAll.Of(Runs, run =>
    {
        var task = run.Task with { Retries = Math.Abs(run.Task.Retries % 10) };
        for (var i = 0; i < 20 && task.Status is QueueTaskStatus.Running or QueueTaskStatus.Queued; i++)
        {
            task = TaskLifecycle.TimeOut(task with { Status = QueueTaskStatus.Running }, run.Now);
            task.Retries.ShouldBeGreaterThanOrEqualTo(0);
        }

        task.Status.ShouldBeOneOf(QueueTaskStatus.Failed, QueueTaskStatus.Cancelled);
    });

    [Fact]
    public void A_chunk_that_is_halved_never_grows_and_never_vanishes() => ForAll.Of(Runs, run =>
    {
        var task = run.Task with { Retries = 1, CancelRequested = false, ChunkSize = Math.Max(0, run.Task.ChunkSize) };

        var after = TaskLifecycle.Fail(task, null, run.Now).ChunkSize;

        after.ShouldBeInRange(Math.Min(1, task.ChunkSize), task.ChunkSize);
        (after * 2L).ShouldBeInRange(task.ChunkSize, task.ChunkSize + 1L);
    });

    [Fact]
    public void A_time_limit_only_grows_and_never_overflows() => ForAll.Of(Runs, run =>
    {
        var task = run.Task with { MaxSeconds = Math.Max(0, run.Task.MaxSeconds) };

        TaskLifecycle.TimeOut(task, run.Now).MaxSeconds.ShouldBeGreaterThanOrEqualTo(task.MaxSeconds);
    });

    [Fact]
    public void Advance_neither_loses_nor_invents_an_object() => ForAll.Of(Draw.RunningTask.And(Draw.Outcomes), chunk =>
    {
        var (task, processed) = chunk;

        var (after, counted) = TaskLifecycle.Advance(task, processed, Given.Now);

        var told = counted.Select(item => item.Uid).ToList();
        told.ShouldBeUnique();
        told.ShouldBeSubsetOf(processed.Select(item => item.Uid));
        after.Uids.ShouldBe(task.Uids.Where(uid => !told.Contains(uid)));
        after.Uids.Concat(told).Distinct().ShouldBe(task.Uids.Distinct(), ignoreOrder: true);
        (after.Progress.Handled - task.Progress.Handled).ShouldBe(told.Count);
        after.Status.ShouldBe(
            after.Uids.Count == 0 ? QueueTaskStatus.Done
            : task.CancelRequested ? QueueTaskStatus.Cancelled
            : QueueTaskStatus.Queued);
    });

    [Fact]
    public void No_values_make_a_rule_break() => ForAll.Of(Runs, run =>
    {
        TaskLifecycle.ReadyAt(run.Task);
        TaskLifecycle.Deadline(run.Task);
        TaskLifecycle.IsForgotten(run.Task, run.Now);
        TaskLifecycle.IsToStop(run.Task, ConsumerMode.Active, run.Now);
        TaskLifecycle.ReadyAt(TaskLifecycle.TimeOut(run.Task, run.Now));
        TaskLane.Key(run.Task);
    }, count: 5_000);

    private static OrderKey Key(QueueTask task) => TaskOrder.Key(task, Top);

    private static NewTask Wish(QueueTask task) => new(task.Name, task.ContextUid, task.ContextPath)
    {
        TaskUid = task.TaskUid,
        Created = task.Created,
        Priority = task.Priority,
        Action = task.Action,
    };
}
