namespace LabQueue.TestKit.Contract;

/// <content>Consumers that wait until there is work.</content>
public abstract partial class TaskStoreContract
{
    private static readonly PopRequest Waiting = Given.LeasedPop() with { Wait = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task A_waiting_consumer_is_answered_when_a_task_comes()
    {
        var pop = Queue.PopAsync(Waiting, Token);

        await AddAsync(Given.NewTask());

        (await pop).Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task Of_two_waiting_consumers_one_gets_the_task()
    {
        var first = Queue.PopAsync(Waiting, Token);
        var second = Queue.PopAsync(Waiting with { ConsumerId = "consumer-2" }, Token);

        await AddAsync(Given.NewTask());
        await Task.WhenAny(first, second);
        Pass(20);

        var taken = await Task.WhenAll(first, second);
        taken.Sum(result => result.Tasks.Count).ShouldBe(1);
    }

    [Fact]
    public async Task A_waiting_consumer_is_answered_when_a_lane_becomes_free()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2"));
        var running = await TakeAsync();
        var pop = Queue.PopAsync(Waiting, Token);

        await ReportAsync(running, ReportKind.Done);

        (await pop).Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t2"));
    }

    [Fact]
    public async Task A_waiting_consumer_is_answered_when_a_delayed_task_comes_due()
    {
        await AddAsync(Given.NewTask() with { Delay = 5 });
        var pop = Queue.PopAsync(Waiting, Token);

        Pass(5);
        await SweepAsync();

        (await pop).Tasks.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_waiting_consumer_is_answered_when_the_queue_goes_on()
    {
        await AddAsync(Given.NewTask());
        await Queue.SetPausedAsync(paused: true, Given.Manager, Token);
        var pop = Queue.PopAsync(Waiting, Token);

        await Queue.SetPausedAsync(paused: false, Given.Manager, Token);

        (await pop).Tasks.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_waiting_consumer_hears_nothing_of_other_names()
    {
        var pop = Queue.PopAsync(Waiting with { Names = ["task_b"] }, Token);

        await AddAsync(Given.NewTask("t1", name: "task_a"));
        pop.IsCompleted.ShouldBeFalse();
        await AddAsync(Given.NewTask("t2", name: "task_b", place: "client-2"));

        (await pop).Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t2"));
    }

    [Fact]
    public async Task A_wait_ends_with_nothing_when_its_time_is_over()
    {
        var pop = Queue.PopAsync(Waiting, Token);

        Pass(20);

        (await pop).Tasks.ShouldBeEmpty();
        await AddAsync(Given.NewTask());
        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Queued);
    }

    [Fact]
    public async Task A_consumer_that_stops_waiting_is_given_nothing()
    {
        using var gone = new CancellationTokenSource();
        var pop = Queue.PopAsync(Waiting, gone.Token);

        await gone.CancelAsync();
        await Task.WhenAny(pop);
        await AddAsync(Given.NewTask());

        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Queued);
    }

    [Fact]
    public async Task Reports_of_a_waiting_consumer_are_carried_out_before_it_waits()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync(Given.LeasedPop());
        var report = new TaskReport(ReportKind.Done, claim.TaskUid) { Fence = claim.Fence };

        var pop = Queue.PopAsync(Waiting with { Reports = [report] }, Token);
        await AddAsync(Given.NewTask("t2"));

        var result = await pop;
        result.Reported.ShouldHaveSingleItem().Outcome.ShouldBe(ReportOutcome.Accepted);
        result.Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t2"));
        (await Queue.FindAsync(claim.TaskUid, Token)).ShouldBeNull();
    }
}
