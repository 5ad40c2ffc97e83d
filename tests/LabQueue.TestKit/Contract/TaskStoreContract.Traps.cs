namespace LabQueue.TestKit.Contract;

/// <content>What the original's queue did wrong, and no store may (<c>lims-domain</c>, section 10.1).</content>
public abstract partial class TaskStoreContract
{
    [Fact]
    public async Task T03_A_restart_loses_no_task_in_whatever_state()
    {
        await AddAsync(
            Given.NewTask("t1", place: "a") with { Retries = 0 },
            Given.NewTask("t2", place: "b"),
            Given.NewTask("t3", place: "c"),
            Given.NewTask("t4", place: "d") with { Delay = 600 });
        await ReportAsync(await TakeAsync(), ReportKind.Fail);
        await TakeAsync();

        await ReopenAsync();

        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Failed);
        (await FindAsync("t2")).Status.ShouldBe(QueueTaskStatus.Running);
        (await FindAsync("t3")).Status.ShouldBe(QueueTaskStatus.Queued);
        (await FindAsync("t4")).Status.ShouldBe(QueueTaskStatus.Queued);
        (await TakeAsync(new PopRequest("consumer-2"))).TaskUid.ShouldBe(Given.Uid("t3"));
    }

    [Fact]
    public async Task T10_A_task_that_failed_is_behind_those_that_came_meanwhile_without_another_add()
    {
        await AddAsync(Given.NewTask("t1", place: "a"));
        Pass(1);
        await AddAsync(Given.NewTask("t2", place: "b"));
        Pass(1);
        var first = await TakeAsync();
        await ReportAsync(first, ReportKind.Fail);

        // Its pause is over, and nothing was added since: it is still the younger one.
        Pass(60);
        var second = await TakeAsync();
        await ReportAsync(second, ReportKind.Done);
        var third = await TakeAsync();

        new[] { first, second, third }.Select(task => task.TaskUid).ShouldBe(Given.Uids("t1", "t2", "t1"));
    }

    [Fact]
    public async Task T23_What_failed_is_neither_listed_nor_counted_with_what_waits()
    {
        await AddAsync(Given.NewTask("t1", place: "a") with { Retries = 0 }, Given.NewTask("t2", place: "b"));
        await ReportAsync(await TakeAsync(), ReportKind.Fail);

        (await Queue.ListAsync(new TaskQuery(), Token)).Tasks.Select(task => task.TaskUid).ShouldBe([Given.Uid("t2")]);
        var stats = await Queue.StatsAsync(Token);
        (stats.Queued, stats.Running, stats.Failed).ShouldBe((1, 0, 1));
    }
}
