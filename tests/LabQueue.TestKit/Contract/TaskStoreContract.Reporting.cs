namespace LabQueue.TestKit.Contract;

/// <content>What consumers say of their tasks.</content>
public abstract partial class TaskStoreContract
{
    [Fact]
    public async Task Done_takes_a_task_out_of_the_queue()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync();

        var result = await ReportAsync(claim, ReportKind.Done);

        (result.Outcome, result.Before?.Status).ShouldBe((ReportOutcome.Accepted, QueueTaskStatus.Running));
        (await Queue.FindAsync(claim.TaskUid, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_failed_task_waits_five_seconds_behind_the_others()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2"));
        var claim = await TakeAsync();
        Pass(1);

        await Queue.ReportAsync(
            new TaskReport(ReportKind.Fail, claim.TaskUid) { ErrorMessage = new JsonText("[1,null]") }, Token);

        var failed = await FindAsync("t1");
        (failed.Status, failed.Retries, failed.ChunkSize, failed.Delay, failed.Created, failed.ErrorMessage?.Raw)
            .ShouldBe((QueueTaskStatus.Queued, 2, 5, 5, Clock.GetUtcNow(), "[1,null]"));
        await ReportAsync(await TakeAsync(), ReportKind.Done);
        (await PopAsync()).ShouldBeNull();
        Pass(5);
        (await TakeAsync()).TaskUid.ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task A_task_without_retries_fails_for_good_and_stays()
    {
        await AddAsync(Given.NewTask() with { Retries = 0 });
        await ReportAsync(await TakeAsync(), ReportKind.Timeout);
        Pass(1_000);

        (await PopAsync()).ShouldBeNull();
        var failed = await FindAsync("t1");
        (failed.Status, failed.MaxSeconds).ShouldBe((QueueTaskStatus.Failed, 180));
    }

    [Fact]
    public async Task Reports_of_unknown_waiting_and_failed_tasks_are_told_so()
    {
        await AddAsync(Given.NewTask());

        (await Queue.ReportAsync(new TaskReport(ReportKind.Done, Given.Uid("t9")), Token)).Outcome
            .ShouldBe(ReportOutcome.NotFound);
        (await Queue.ReportAsync(new TaskReport(ReportKind.Done, Given.Uid("t1")), Token)).Outcome
            .ShouldBe(ReportOutcome.NotRunning);
    }

    [Fact]
    public async Task Anybody_may_report_a_classic_run_unless_the_site_compares_consumers()
    {
        await AddAsync(Given.NewTask());
        await TakeAsync();
        var report = new TaskReport(ReportKind.Fail, Given.Uid("t1")) { ConsumerId = "another" };
        await SetAsync("compare_consumer", "true");
        (await Queue.ReportAsync(report, Token)).Outcome.ShouldBe(ReportOutcome.Stale);
        await SetAsync("compare_consumer", "false");

        (await Queue.ReportAsync(report, Token)).Outcome.ShouldBe(ReportOutcome.Accepted);
    }

    [Fact]
    public async Task Advance_records_the_outcomes_and_makes_the_rest_available_at_its_old_place()
    {
        await AddAsync(
            Given.NewTask("t1") with { Uids = Given.Uids("s1", "s2", "s3") }, Given.NewTask("t2"));
        var claim = await TakeAsync(Given.LeasedPop());
        ItemOutcome[] processed =
        [
            new(Given.Uid("s2"), ItemOutcomeKind.Done), new(Given.Uid("s1"), ItemOutcomeKind.Refused, "verified meanwhile"),
        ];

        var result = await ReportAsync(claim, ReportKind.Advance, processed);

        result.After.ShouldNotBeNull().Uids.ShouldBe(Given.Uids("s3"));
        var next = await TakeAsync(Given.LeasedPop());
        (next.TaskUid, next.Progress).ShouldBe((claim.TaskUid, new TaskProgress(1, 1, 0, 0)));
        (await Queue.ExplainAsync(claim.TaskUid, Token)).ShouldNotBeNull().Outcomes.ShouldBe(processed);
    }

    [Fact]
    public async Task Advance_with_nothing_left_ends_the_task()
    {
        await AddAsync(Given.NewTask() with { Uids = Given.Uids("s1") });
        var claim = await TakeAsync(Given.LeasedPop());

        await ReportAsync(claim, ReportKind.Advance, new ItemOutcome(Given.Uid("s1"), ItemOutcomeKind.Done));

        (await Queue.FindAsync(claim.TaskUid, Token)).ShouldBeNull();
        var details = (await Queue.ExplainAsync(claim.TaskUid, Token)).ShouldNotBeNull();
        (details.End?.Task.Status, details.Outcomes.Count).ShouldBe((QueueTaskStatus.Done, 1));
    }

    [Fact]
    public async Task An_advance_that_names_no_object_or_one_of_another_task_changes_nothing()
    {
        await AddAsync(Given.NewTask() with { Uids = Given.Uids("s1", "s2") });
        var claim = await TakeAsync(Given.LeasedPop());
        ItemOutcome known = new(Given.Uid("s1"), ItemOutcomeKind.Done);
        ItemOutcome unknown = new(Given.Uid("s9"), ItemOutcomeKind.Done);

        (await ReportAsync(claim, ReportKind.Advance)).Outcome.ShouldBe(ReportOutcome.NotOfTask);
        (await ReportAsync(claim, ReportKind.Advance, unknown)).Outcome.ShouldBe(ReportOutcome.NotOfTask);
        (await ReportAsync(claim, ReportKind.Advance, known, unknown)).Outcome.ShouldBe(ReportOutcome.NotOfTask);

        var task = await FindAsync("t1");
        (task.Status, task.Fence, task.Progress.Handled).ShouldBe((QueueTaskStatus.Running, claim.Fence, 0));
        (await ReportAsync(claim, ReportKind.Advance, known)).After.ShouldNotBeNull().Uids.ShouldBe(Given.Uids("s2"));
    }

    [Fact]
    public async Task A_consumer_that_reports_wrong_objects_and_falls_silent_does_not_loop_for_ever()
    {
        await AddAsync(Given.NewTask() with { Uids = Given.Uids("s1"), Retries = 0 });
        for (var i = 0; i < 5; i++)
        {
            var claim = await TakeAsync(Given.LeasedPop(seconds: 15));
            await ReportAsync(claim, ReportKind.Advance, new ItemOutcome(Given.Uid("s9"), ItemOutcomeKind.Done));
            Pass(16);
            await SweepAsync();
        }

        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Failed);
    }

    [Fact]
    public async Task Release_gives_a_task_back_untouched()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync(Given.LeasedPop());

        await ReportAsync(claim, ReportKind.Release);

        var again = await TakeAsync(Given.LeasedPop("consumer-2"));
        (again.Retries, again.Created, again.ChunkSize, again.Orphaned).ShouldBe((3, Given.Now, 10, 0));
    }

    [Fact]
    public async Task The_same_report_again_is_accepted_and_changes_nothing()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync(Given.LeasedPop());
        await ReportAsync(claim, ReportKind.Fail);
        Pass(5);
        var second = await TakeAsync(Given.LeasedPop("consumer-2"));

        (await ReportAsync(claim, ReportKind.Fail)).Outcome.ShouldBe(ReportOutcome.Accepted);
        (await ReportAsync(claim, ReportKind.Done)).Outcome.ShouldBe(ReportOutcome.Stale);
        (await FindAsync("t1")).Fence.ShouldBe(second.Fence);
        await ReportAsync(second, ReportKind.Done);
        (await ReportAsync(second, ReportKind.Done)).Outcome.ShouldBe(ReportOutcome.Accepted);
    }

    [Fact]
    public async Task Another_report_of_a_claim_that_is_over_is_stale_and_changes_nothing()
    {
        await AddAsync(Given.NewTask() with { Uids = Given.Uids("s1", "s2", "s3") });
        var claim = await TakeAsync(Given.LeasedPop());
        ItemOutcome refused = new(Given.Uid("s2"), ItemOutcomeKind.Refused, "why");
        ItemOutcome[] said = [new(Given.Uid("s1"), ItemOutcomeKind.Done), refused];
        await ReportAsync(claim, ReportKind.Advance, said);
        await TakeAsync(Given.LeasedPop("consumer-2"));
        await ReopenAsync();

        (await ReportAsync(claim, ReportKind.Advance, said)).Outcome.ShouldBe(ReportOutcome.Accepted);
        ItemOutcome[][] others =
        [
            [], [said[0]], [refused, said[0]], [said[0], refused with { Message = null }],
            [said[0], refused with { Outcome = ItemOutcomeKind.Failed }], [new(Given.Uid("s3"), ItemOutcomeKind.Done)],
        ];
        foreach (var other in others)
        {
            (await ReportAsync(claim, ReportKind.Advance, other)).Outcome.ShouldBe(ReportOutcome.Stale);
        }

        (await Queue.ExplainAsync(claim.TaskUid, Token)).ShouldNotBeNull().Outcomes.ShouldBe(said);
    }

    [Fact]
    public async Task A_failure_with_another_message_is_another_report()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync(Given.LeasedPop());
        var report = new TaskReport(ReportKind.Fail, claim.TaskUid) { Fence = claim.Fence, ErrorMessage = new JsonText("\"one\"") };
        await Queue.ReportAsync(report, Token);

        var again = await Queue.ReportAsync(report, Token);
        var other = await Queue.ReportAsync(report with { ErrorMessage = new JsonText("\"two\"") }, Token);
        var silent = await Queue.ReportAsync(report with { ErrorMessage = null }, Token);

        (again.Outcome, other.Outcome, silent.Outcome)
            .ShouldBe((ReportOutcome.Accepted, ReportOutcome.Stale, ReportOutcome.Stale));
    }

    [Fact]
    public async Task A_consumer_reports_and_takes_in_one_call()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2"));
        var claim = await TakeAsync(Given.LeasedPop());
        TaskReport[] reports =
        [
            new(ReportKind.Done, claim.TaskUid) { Fence = claim.Fence }, new(ReportKind.Done, Given.Uid("t9")) { Fence = 1 },
        ];

        var result = await Queue.PopAsync(Given.LeasedPop() with { Reports = reports }, Token);

        result.Reported.Select(answer => answer.Outcome).ShouldBe([ReportOutcome.Accepted, ReportOutcome.NotFound]);
        result.Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t2"));
    }

    [Theory]
    [InlineData(ReportKind.Done, 3)]
    [InlineData(ReportKind.Fail, 3)]
    [InlineData(ReportKind.Fail, 0)]
    [InlineData(ReportKind.Timeout, 3)]
    [InlineData(ReportKind.Advance, 3)]
    [InlineData(ReportKind.Release, 3)]
    public async Task A_call_that_reports_and_takes_is_answered_again_as_the_first_time(ReportKind kind, int retries)
    {
        await AddAsync(
            Given.NewTask("t1") with { Uids = Given.Uids("s1", "s2"), Retries = retries }, Given.NewTask("t2"), Given.NewTask("t3"));
        var claim = await TakeAsync(Given.LeasedPop());
        var request = Given.LeasedPop() with
        {
            RequestId = "r2",
            Reports =
            [
                new(kind, claim.TaskUid) { Fence = claim.Fence, Processed = [new(Given.Uid("s1"), ItemOutcomeKind.Done)] },
            ],
        };
        var first = await Queue.PopAsync(request, Token);

        var again = await Queue.PopAsync(request, Token);
        await ReopenAsync();
        var afterRestart = await Queue.PopAsync(request, Token);
        Pass(20);
        var late = await Queue.PopAsync(request with { RequestId = "r3" }, Token);

        first.Reported.ShouldHaveSingleItem().Outcome.ShouldBe(ReportOutcome.Accepted);
        again.Reported.ShouldHaveSingleItem().Outcome.ShouldBe(ReportOutcome.Accepted);
        again.Tasks.Select(task => (task.TaskUid, task.Fence)).ShouldBe(first.Tasks.Select(task => (task.TaskUid, task.Fence)));
        afterRestart.Reported.ShouldHaveSingleItem().Outcome.ShouldBe(ReportOutcome.Accepted);
        late.Reported.ShouldHaveSingleItem().Outcome.ShouldBe(ReportOutcome.Accepted);
    }

    [Fact]
    public async Task A_report_counts_once_when_it_comes_again_by_another_way()
    {
        await AddAsync(Given.NewTask("t1") with { Uids = Given.Uids("s1", "s2") });
        var claim = await TakeAsync(Given.LeasedPop());
        var report = new TaskReport(ReportKind.Advance, claim.TaskUid)
        {
            Fence = claim.Fence,
            Processed = [new(Given.Uid("s1"), ItemOutcomeKind.Done)],
        };
        await Queue.ReportAsync(report, Token);

        var popped = await Queue.PopAsync(Given.LeasedPop() with { Reports = [report, report] }, Token);
        var direct = await Queue.ReportAsync(report, Token);

        popped.Reported.Select(answer => answer.Outcome).ShouldBe([ReportOutcome.Accepted, ReportOutcome.Accepted]);
        direct.Outcome.ShouldBe(ReportOutcome.Accepted);
        (await FindAsync("t1")).Progress.ShouldBe(new TaskProgress(1, 0, 0, 0));
    }
}
