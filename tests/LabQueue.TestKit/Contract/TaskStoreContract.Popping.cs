namespace LabQueue.TestKit.Contract;

/// <content>Taking work: order, lanes, limits, purges.</content>
public abstract partial class TaskStoreContract
{
    [Fact]
    public async Task An_empty_queue_gives_nothing()
    {
        (await Queue.PopAsync(Given.Pop(), Token)).Tasks.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_best_task_is_taken_and_runs()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2", place: "client-2") with { Priority = 9 });
        Pass(1);

        var task = await TakeAsync();

        task.ShouldSatisfyAllConditions(
            () => task.TaskUid.ShouldBe(Given.Uid("t2")),
            () => (task.Status, task.Started, task.ConsumerId).ShouldBe(
                (QueueTaskStatus.Running, Clock.GetUtcNow(), Given.Pop().ConsumerId)),
            () => task.Attempts.ShouldBe(1),
            () => (task.Fence, task.LeaseUntil).ShouldBe((null, null)));
        (await FindAsync("t2")).Status.ShouldBe(QueueTaskStatus.Running);
    }

    [Fact]
    public async Task Top_priorities_come_before_all_others()
    {
        await AddAsync(
            Given.NewTask("t1") with { Priority = -100 },
            Given.NewTask("t2", place: "client-2") with { Action = "task_action_submit" },
            Given.NewTask("t3", name: "task_action_unassign", place: "client-3"));

        (await TakeAsync(new PopRequest("consumer-1"))).TaskUid.ShouldBe(Given.Uid("t3"));
        (await TakeAsync(new PopRequest("consumer-2"))).TaskUid.ShouldBe(Given.Uid("t2"));
        (await TakeAsync(new PopRequest("consumer-3"))).TaskUid.ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task A_delayed_task_is_taken_when_it_is_due_and_not_a_microsecond_before()
    {
        await AddAsync(Given.NewTask() with { Delay = 30 });
        Pass(29.999999);
        (await PopAsync()).ShouldBeNull();

        Pass(0.000001);

        await TakeAsync();
    }

    [Fact]
    public async Task A_task_for_later_is_taken_when_its_time_has_come()
    {
        await AddAsync(Given.NewTask() with { NotBefore = Given.Now.AddHours(1) });
        (await PopAsync()).ShouldBeNull();

        Pass(3_600);

        await TakeAsync();
    }

    [Fact]
    public async Task A_task_from_the_future_waits_for_its_time()
    {
        await AddAsync(Given.NewTask() with { Created = Given.Now.AddSeconds(5) });
        (await PopAsync()).ShouldBeNull();

        Pass(5);

        await TakeAsync();
    }

    [Fact]
    public async Task A_task_is_held_back_while_its_name_and_its_place_run_even_in_different_tasks()
    {
        await AddAsync(
            Given.NewTask("t1", name: "task_a", place: "client-1"),
            Given.NewTask("t2", name: "task_b", place: "client-2"));
        await TakeAsync(new PopRequest("consumer-1"));
        await TakeAsync(new PopRequest("consumer-2"));
        await AddAsync(Given.NewTask("t3", name: "task_a", place: "client-2"));

        (await PopAsync(new PopRequest("consumer-3"))).ShouldBeNull();
        await SetAsync("exact_pairs", "true");

        await TakeAsync(new PopRequest("consumer-3"));
    }

    [Fact]
    public async Task A_running_task_without_a_place_counts_by_its_name()
    {
        await AddAsync(
            Given.NewTask("t1", name: "task_a", place: null),
            Given.NewTask("t2", name: "task_b", place: "client-2"),
            Given.NewTask("t3", name: "task_a", place: "client-2") with { Priority = 11 });
        await TakeAsync(new PopRequest("consumer-1"));
        await TakeAsync(new PopRequest("consumer-2"));

        (await PopAsync(new PopRequest("consumer-3"))).ShouldBeNull();
    }

    [Fact]
    public async Task Of_a_lane_one_task_runs_at_a_time()
    {
        await AddAsync(
            Given.NewTask("t1", name: "task_a", place: "client-1") with { Lane = "instrument" },
            Given.NewTask("t2", name: "task_b", place: "client-2") with { Lane = "instrument" },
            Given.NewTask("t3", name: "task_a", place: "client-1") with { Priority = 11 });

        var first = await TakeAsync(new PopRequest("consumer-1"));
        (await TakeAsync(new PopRequest("consumer-2"))).TaskUid.ShouldBe(Given.Uid("t3"));
        (await PopAsync(new PopRequest("consumer-3"))).ShouldBeNull();
        await ReportAsync(first, ReportKind.Done);

        (await TakeAsync(new PopRequest("consumer-3"))).TaskUid.ShouldBe(Given.Uid("t2"));
    }

    [Fact]
    public async Task Four_tasks_run_at_once_until_the_site_says_otherwise()
    {
        await AddAsync([.. Enumerable.Range(1, 6).Select(i => Given.NewTask($"t{i}", place: $"client-{i}"))]);
        for (var i = 1; i <= 4; i++)
        {
            await TakeAsync(new PopRequest($"consumer-{i}"));
        }

        (await PopAsync(new PopRequest("consumer-5"))).ShouldBeNull();
        await SetAsync("max_concurrent_tasks", "5");
        await TakeAsync(new PopRequest("consumer-5"));
        (await PopAsync(new PopRequest("consumer-6"))).ShouldBeNull();
        await SetAsync("max_concurrent_tasks", "0");
        await TakeAsync(new PopRequest("consumer-6"));
    }

    [Fact]
    public async Task A_consumer_may_ask_for_some_names_only()
    {
        await AddAsync(Given.NewTask("t1", name: "task_a"), Given.NewTask("t2", name: "task_b", place: "client-2"));

        (await PopAsync(Given.Pop() with { Names = ["task_c"] })).ShouldBeNull();
        (await TakeAsync(Given.Pop() with { Names = ["task_c", "task_b"] })).TaskUid.ShouldBe(Given.Uid("t2"));
    }

    [Fact]
    public async Task A_consumer_may_ask_for_several_tasks_and_gets_the_best_first()
    {
        await SetAsync("max_concurrent_tasks", "0");
        await AddAsync([.. Enumerable.Range(1, 5).Select(i => Given.NewTask($"t{i}", place: $"p{i}") with { Priority = 10 - i })]);

        var taken = await Queue.PopAsync(Given.LeasedPop(count: 3), Token);

        taken.Tasks.Select(task => task.TaskUid).ShouldBe(Given.Uids("t5", "t4", "t3"));
    }

    [Fact]
    public async Task A_classic_consumer_that_asks_while_it_has_a_task_gets_nothing_and_loses_it_after_ten_seconds()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2", place: "client-2"));
        await TakeAsync();
        Pass(10);
        (await PopAsync()).ShouldBeNull();
        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Running);
        Pass(0.1);

        (await PopAsync()).ShouldBeNull();

        var purged = await FindAsync("t1");
        (purged.Status, purged.Retries).ShouldBe((QueueTaskStatus.Queued, 2));
        purged.ErrorMessage.ToString().ShouldBe($"Purged on pop ({Given.Pop().ConsumerId})");
        (await TakeAsync()).TaskUid.ShouldBe(Given.Uid("t2"));
    }

    [Fact]
    public async Task A_classic_run_over_its_time_limit_is_ended_by_whoever_asks_and_makes_room_at_once()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2"));
        await TakeAsync();
        Pass(120);
        (await PopAsync(new PopRequest("other"))).ShouldBeNull();
        Pass(0.1);

        (await TakeAsync(new PopRequest("other"))).TaskUid.ShouldBe(Given.Uid("t2"));
        (await FindAsync("t1")).MaxSeconds.ShouldBe(180);
    }

    [Fact]
    public async Task The_sweep_ends_classic_runs_over_their_time_limit_too()
    {
        await AddAsync(Given.NewTask());
        await TakeAsync();
        Pass(121);

        await SweepAsync();

        var task = await FindAsync("t1");
        (task.Status, task.ErrorMessage.ToString()).ShouldBe((QueueTaskStatus.Queued, "Timeout"));
    }

    [Fact]
    public async Task A_paused_queue_gives_nothing_and_takes_all_else()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2", place: "client-2"));
        var running = await TakeAsync();
        await Queue.SetPausedAsync(paused: true, Given.Manager, Token);

        (await PopAsync(new PopRequest("other"))).ShouldBeNull();
        (await ReportAsync(running, ReportKind.Done)).Outcome.ShouldBe(ReportOutcome.Accepted);
        await AddAsync(Given.NewTask("t3"));
        (await Queue.StatsAsync(Token)).Paused.ShouldBeTrue();
        Store.Sites["senaite"].Paused.ShouldBeTrue();

        await Queue.SetPausedAsync(paused: false, Given.Manager, Token);
        await TakeAsync();
    }
}
