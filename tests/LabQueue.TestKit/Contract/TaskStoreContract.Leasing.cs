namespace LabQueue.TestKit.Contract;

/// <content>Leases, heartbeats, fences.</content>
public abstract partial class TaskStoreContract
{
    [Fact]
    public async Task Fences_only_grow_also_over_a_restart()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2", place: "client-2"));
        var first = await TakeAsync(Given.LeasedPop());
        await ReopenAsync();
        var second = await TakeAsync(Given.LeasedPop());

        second.Fence.ShouldNotBeNull().ShouldBeGreaterThan(first.Fence.ShouldNotBeNull());
    }

    [Fact]
    public async Task A_heartbeat_renews_the_lease_and_may_change_its_length()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync(Given.LeasedPop(seconds: 15));
        Pass(10);
        (await BeatAsync(claim)).ShouldBe(Answer(claim, held: true, stop: false, Clock.GetUtcNow().AddSeconds(15)));
        Pass(15);

        (await BeatAsync(claim, TimeSpan.FromSeconds(60))).LeaseUntil.ShouldBe(Clock.GetUtcNow().AddSeconds(60));
        await ReopenAsync();
        Pass(59);
        await SweepAsync();

        (await FindAsync("t1")).Fence.ShouldBe(claim.Fence);
    }

    [Fact]
    public async Task A_silent_consumer_loses_its_task_which_comes_back_as_it_was()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync(Given.LeasedPop(seconds: 15));
        Pass(15);
        await SweepAsync();
        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Running);
        Pass(0.1);

        await SweepAsync();

        var orphan = await FindAsync("t1");
        (orphan.Status, orphan.Orphaned, orphan.Retries, orphan.Created, orphan.Fence)
            .ShouldBe((QueueTaskStatus.Queued, 1, 3, Given.Now, null));
        (await BeatAsync(claim)).ShouldBe(Answer(claim, held: false, stop: true, until: null));
        (await ReportAsync(claim, ReportKind.Done)).Outcome.ShouldBe(ReportOutcome.Stale);
    }

    [Fact]
    public async Task An_orphan_is_given_to_the_next_that_asks_even_before_any_sweep()
    {
        await AddAsync(Given.NewTask());
        await TakeAsync(Given.LeasedPop(seconds: 15));
        Pass(16);

        (await TakeAsync(Given.LeasedPop("consumer-2"))).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Neither_purge_touches_a_leased_task()
    {
        await AddAsync(Given.NewTask() with { MaxSeconds = 1 });
        await TakeAsync(Given.LeasedPop(seconds: 300));
        Pass(200);

        await Queue.PopAsync(Given.LeasedPop(seconds: 300), Token);
        await Queue.PopAsync(Given.Pop("consumer-1"), Token);
        await SweepAsync();

        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Running);
    }

    [Fact]
    public async Task A_heartbeat_of_a_run_over_its_limit_by_half_says_stop()
    {
        await AddAsync(Given.NewTask() with { MaxSeconds = 20 });
        var claim = await TakeAsync(Given.LeasedPop(seconds: 300));
        Pass(30);
        (await BeatAsync(claim)).Stop.ShouldBeFalse();
        Pass(0.1);

        (await BeatAsync(claim)).ShouldBe(Answer(claim, held: true, stop: true, Clock.GetUtcNow().AddSeconds(300)));
    }

    [Fact]
    public async Task A_heartbeat_of_another_consumer_or_claim_holds_nothing()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync(Given.LeasedPop());

        var another = await Queue.HeartbeatAsync(new Heartbeat("another", [new(claim.TaskUid, claim.Fence!.Value)]), Token);
        var older = await Queue.HeartbeatAsync(
            new Heartbeat(claim.ConsumerId!, [new(claim.TaskUid, claim.Fence!.Value - 1), new(Given.Uid("t9"), 1)]), Token);

        another.ShouldHaveSingleItem().Held.ShouldBeFalse();
        older.Select(answer => answer.Held).ShouldBe([false, false]);
    }

    [Fact]
    public async Task The_same_request_gets_the_same_tasks_while_the_lease_lives()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2", place: "client-2"), Given.NewTask("t3", place: "client-3"));
        var request = Given.LeasedPop(count: 2) with { RequestId = "r1" };
        var first = await Queue.PopAsync(request, Token);

        var again = await Queue.PopAsync(request, Token);
        var another = await Queue.PopAsync(request with { ConsumerId = "consumer-2" }, Token);

        again.Tasks.Select(task => (task.TaskUid, task.Fence)).ShouldBe(first.Tasks.Select(task => (task.TaskUid, task.Fence)));
        another.Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t3"));
    }

    [Fact]
    public async Task The_same_request_is_known_after_a_restart()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2", place: "client-2"));
        var first = await TakeAsync(Given.LeasedPop() with { RequestId = "r1" });
        await ReopenAsync();

        (await TakeAsync(Given.LeasedPop() with { RequestId = "r1" })).Fence.ShouldBe(first.Fence);
    }

    [Fact]
    public async Task The_same_request_gets_other_tasks_once_the_lease_is_over()
    {
        await AddAsync(Given.NewTask());
        var request = Given.LeasedPop(seconds: 15) with { RequestId = "r1" };
        var first = await TakeAsync(request);
        Pass(16);

        var second = await TakeAsync(request);

        second.Fence.ShouldNotBeNull().ShouldBeGreaterThan(first.Fence!.Value);
        second.LeaseUntil.ShouldBe(Clock.GetUtcNow().AddSeconds(15));
    }

    [Fact]
    public async Task At_start_every_lease_gets_its_whole_length_again()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync(Given.LeasedPop(seconds: 15));
        Pass(1_000);

        await ReopenAsync();
        await SweepAsync();

        (await FindAsync("t1")).LeaseUntil.ShouldBe(Clock.GetUtcNow().AddSeconds(15));
        (await ReportAsync(claim, ReportKind.Done)).Outcome.ShouldBe(ReportOutcome.Accepted);
    }

    private static HeartbeatAnswer Answer(QueueTask claim, bool held, bool stop, DateTimeOffset? until) =>
        new(claim.TaskUid, claim.Fence!.Value, held, stop, until);

    private async Task<HeartbeatAnswer> BeatAsync(QueueTask claim, TimeSpan? lease = null) =>
        (await Queue.HeartbeatAsync(
            new Heartbeat(claim.ConsumerId!, [new HeldTask(claim.TaskUid, claim.Fence!.Value)], lease), Token)).Single();
}
