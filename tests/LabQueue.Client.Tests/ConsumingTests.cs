using LabQueue.TestKit;

namespace LabQueue.Client.Tests;

/// <summary>What consumers do.</summary>
public sealed class ConsumingTests
{
    private static readonly string[] Objects = Given.Uids("a", "b", "c");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_leased_task_advances_chunk_by_chunk_and_its_story_is_told()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1") with { Uids = Objects }], Given.Clerk, Token);
        var first = (await server.Client.PopAsync(Given.LeasedPop(count: 1), Token)).Tasks.ShouldHaveSingleItem();
        first.Fence.ShouldNotBeNull();
        first.LeaseUntil.ShouldBe(Given.Now.AddSeconds(15));

        var advanced = await server.Client.ReportAsync(
            Advance(first, new ItemOutcome(Objects[0], ItemOutcomeKind.Done), new ItemOutcome(Objects[1], ItemOutcomeKind.Refused, "no")),
            Token);
        advanced.Outcome.ShouldBe(ReportOutcome.Accepted);
        advanced.After!.Uids.ShouldBe([Objects[2]]);
        advanced.After.Progress.ShouldBe(new TaskProgress(1, 1, 0, 0));

        var second = (await server.Client.PopAsync(Given.LeasedPop(count: 1), Token)).Tasks.ShouldHaveSingleItem();
        await server.Client.ReportAsync(Advance(second, new ItemOutcome(Objects[2], ItemOutcomeKind.Skipped)), Token);

        var story = (await server.Client.ExplainAsync(first.TaskUid, Token))!;
        story.End!.Task.Status.ShouldBe(QueueTaskStatus.Done);
        story.Attempts.Select(attempt => attempt.Outcome).ShouldBe(["advance", "advance"]);
        story.Outcomes.ShouldBe(
        [
            new ItemOutcome(Objects[0], ItemOutcomeKind.Done),
            new ItemOutcome(Objects[1], ItemOutcomeKind.Refused, "no"),
            new ItemOutcome(Objects[2], ItemOutcomeKind.Skipped),
        ]);
    }

    [Fact]
    public async Task A_classic_consumer_takes_a_task_and_fails_it()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        var task = (await server.Client.PopAsync(Given.Pop(), Token)).Tasks.ShouldHaveSingleItem();

        var report = new TaskReport(ReportKind.Fail, task.TaskUid) { ErrorMessage = JsonText.FromString("Fehler: ü") };
        var failed = await server.Client.ReportAsync(report, Token);

        failed.Before!.Status.ShouldBe(QueueTaskStatus.Running);
        var now = (await server.Client.FindAsync(task.TaskUid, Token))!;
        (now.Status, now.Retries, now.ErrorMessage).ShouldBe((QueueTaskStatus.Queued, 2, JsonText.FromString("Fehler: ü")));
    }

    [Fact]
    public async Task Reports_that_do_not_count_are_told_apart()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        var done = new TaskReport(ReportKind.Done, Given.Uid("t1"));

        (await server.Client.ReportAsync(done with { TaskUid = Given.Uid("nobody") }, Token)).Outcome.ShouldBe(ReportOutcome.NotFound);
        (await server.Client.ReportAsync(done, Token)).Outcome.ShouldBe(ReportOutcome.NotRunning);
        (await server.Client.ReportAsync(done with { Fence = 1_000 }, Token)).Outcome.ShouldBe(ReportOutcome.Stale);
    }

    [Fact]
    public async Task An_advance_with_objects_of_another_task_is_a_result_whichever_way_it_is_sent()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1") with { Uids = Given.Uids("s1") }], Given.Clerk, Token);
        var task = (await server.Client.PopAsync(Given.LeasedPop(count: 1), Token)).Tasks.ShouldHaveSingleItem();
        var report = Advance(task, new ItemOutcome(Given.Uid("s9"), ItemOutcomeKind.Done));

        var alone = await server.Client.ReportAsync(report, Token);
        var popped = await server.Client.PopAsync(Given.LeasedPop(count: 1) with { Reports = [report, Advance(task)] }, Token);

        alone.Outcome.ShouldBe(ReportOutcome.NotOfTask);
        popped.Reported.Select(answer => answer.Outcome).ShouldBe([ReportOutcome.NotOfTask, ReportOutcome.NotOfTask]);
    }

    [Fact]
    public async Task One_call_reports_and_takes()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1"), Given.NewTask("t2", place: "client-2")], Given.Clerk, Token);
        var first = (await server.Client.PopAsync(Given.LeasedPop(count: 1), Token)).Tasks.ShouldHaveSingleItem();

        var next = await server.Client.PopAsync(
            Given.LeasedPop(count: 5) with
            {
                Reports =
                [
                    new TaskReport(ReportKind.Done, first.TaskUid) { Fence = first.Fence },
                    new TaskReport(ReportKind.Done, Given.Uid("nobody")),
                ],
            },
            Token);

        next.Reported.Select(report => report.Outcome).ShouldBe([ReportOutcome.Accepted, ReportOutcome.NotFound]);
        next.Tasks.ShouldHaveSingleItem().TaskUid.ShouldNotBe(first.TaskUid);
    }

    [Fact]
    public async Task A_released_task_waits_again_untouched()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        var task = (await server.Client.PopAsync(Given.LeasedPop(count: 1), Token)).Tasks.ShouldHaveSingleItem();

        var released = await server.Client.ReportAsync(
            new TaskReport(ReportKind.Release, task.TaskUid) { Fence = task.Fence }, Token);

        (released.After!.Status, released.After.Retries).ShouldBe((QueueTaskStatus.Queued, 3));
    }

    [Fact]
    public async Task A_pop_that_waits_is_answered_when_work_comes()
    {
        await using var server = await RunningServer.StartAsync();
        var waiting = server.Client.PopAsync(Given.LeasedPop(count: 1) with { Wait = TimeSpan.FromSeconds(30) }, Token);

        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);

        (await waiting).Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task A_heartbeat_tells_a_lost_claim()
    {
        await using var server = await RunningServer.StartAsync();

        var answers = await server.Client.HeartbeatAsync(
            new Heartbeat("consumer-1", [new HeldTask(Given.Uid("t1"), 7)], TimeSpan.FromSeconds(30)), Token);

        var answer = answers.ShouldHaveSingleItem();
        (answer.TaskUid, answer.Fence, answer.Held, answer.LeaseUntil).ShouldBe((Given.Uid("t1"), 7L, false, null));
    }

    private static TaskReport Advance(QueueTask task, params ItemOutcome[] processed) =>
        new(ReportKind.Advance, task.TaskUid) { Fence = task.Fence, Processed = processed };
}
