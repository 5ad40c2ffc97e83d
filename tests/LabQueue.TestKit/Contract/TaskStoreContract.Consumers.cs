namespace LabQueue.TestKit.Contract;

/// <content>What people let consumers do, and what consumers say of themselves.</content>
public abstract partial class TaskStoreContract
{
    [Fact]
    public async Task A_quiet_consumer_is_given_nothing_and_goes_on_with_what_it_has()
    {
        await AddAsync(Given.NewTask("t1", place: "1"), Given.NewTask("t2", place: "2"));
        var claim = await TakeAsync(Given.LeasedPop());

        await SetModeAsync(ConsumerMode.Quiet);

        (await PopAsync(Given.LeasedPop())).ShouldBeNull();
        (await BeatAsync(claim)).ShouldSatisfyAllConditions(
            answer => answer.Held.ShouldBeTrue(), answer => answer.Stop.ShouldBeFalse());
        (await ReportAsync(claim, ReportKind.Done)).Outcome.ShouldBe(ReportOutcome.Accepted);
        (await TakeAsync(Given.LeasedPop("consumer-2"))).TaskUid.ShouldBe(Given.Uid("t2"));
    }

    [Fact]
    public async Task A_quiet_classic_consumer_is_given_nothing()
    {
        await PopAsync();
        await Queue.SetConsumerAsync(Given.Pop().ConsumerId, ConsumerMode.Quiet, Given.Manager, Token);
        await AddAsync(Given.NewTask());

        (await PopAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_drained_consumer_gives_back_what_it_has_and_another_one_goes_on_with_it()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync(Given.LeasedPop());

        await SetModeAsync(ConsumerMode.Draining);

        (await BeatAsync(claim)).ShouldSatisfyAllConditions(
            answer => answer.Held.ShouldBeTrue(), answer => answer.Stop.ShouldBeTrue());
        (await ReportAsync(claim, ReportKind.Release)).Outcome.ShouldBe(ReportOutcome.Accepted);
        (await PopAsync(Given.LeasedPop())).ShouldBeNull();
        var again = await TakeAsync(Given.LeasedPop("consumer-2"));
        again.ShouldSatisfyAllConditions(
            task => task.TaskUid.ShouldBe(claim.TaskUid),
            task => (task.Retries, task.ChunkSize, task.Created).ShouldBe((claim.Retries, claim.ChunkSize, claim.Created)),
            task => task.CancelRequested.ShouldBeFalse());
    }

    [Fact]
    public async Task A_task_that_was_called_off_ends_also_where_its_consumer_is_drained()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync(Given.LeasedPop());
        await SetModeAsync(ConsumerMode.Draining);
        await Queue.CancelAsync(claim.TaskUid, Given.Manager, Token);

        await ReportAsync(claim, ReportKind.Release);

        (await Queue.FindAsync(claim.TaskUid, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_quiet_consumer_waits_in_peace_and_is_answered_when_it_is_to_go_on()
    {
        await PopAsync(Given.LeasedPop());
        await SetModeAsync(ConsumerMode.Quiet);
        var pop = Queue.PopAsync(Waiting, Token);
        await AddAsync(Given.NewTask());
        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Queued);
        pop.IsCompleted.ShouldBeFalse();

        await SetModeAsync(ConsumerMode.Active);

        (await pop).Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task What_a_consumer_may_do_is_kept_and_told()
    {
        await PopAsync(Given.LeasedPop());
        await PopAsync(Given.LeasedPop("consumer-2"));
        await SweepAsync();
        await SetModeAsync(ConsumerMode.Draining);
        await SetModeAsync(ConsumerMode.Draining);
        await ReopenAsync();
        await AddAsync(Given.NewTask());

        (await PopAsync(Given.LeasedPop())).ShouldBeNull();
        (await Queue.ConsumersAsync(Token)).Select(consumer => (consumer.ConsumerId, consumer.Mode)).ShouldBe(
            [("consumer-1", ConsumerMode.Draining), ("consumer-2", ConsumerMode.Active)]);
        (await Queue.AuditAsync(new AuditQuery { Action = "drain_consumer" }, Token)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            record => record.Target.ShouldBe("consumer-1"),
            record => (record.Username, record.Reason).ShouldBe((Given.Manager.Username, Given.Manager.Reason)));
    }

    [Fact]
    public async Task A_quiet_consumer_is_still_quiet_when_it_comes_back_after_days()
    {
        await PopAsync(Given.LeasedPop());
        await SetModeAsync(ConsumerMode.Quiet);
        Pass(3 * 86_400);
        await SweepAsync();
        await ReopenAsync();
        await AddAsync(Given.NewTask());

        (await PopAsync(Given.LeasedPop())).ShouldBeNull();
        (await Queue.ConsumersAsync(Token)).ShouldHaveSingleItem().Mode.ShouldBe(ConsumerMode.Quiet);
        Pass(31 * 86_400);
        await SweepAsync();
        (await Queue.ConsumersAsync(Token)).ShouldBeEmpty();
        (await PopAsync(Given.LeasedPop())).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_consumer_that_was_never_heard_of_is_not_there_to_be_changed()
    {
        (await Queue.SetConsumerAsync("nobody", ConsumerMode.Quiet, Given.Manager, Token)).ShouldBe(ChangeOutcome.NotFound);
        (await Queue.AuditAsync(new AuditQuery { Action = "quiet_consumer" }, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_names_that_a_consumer_asked_for_last_are_kept()
    {
        await PopAsync(Given.LeasedPop() with { Names = ["a", "b\0\uE0FF"] });
        await PopAsync(Given.LeasedPop("consumer-2") with { Names = ["c"] });
        await PopAsync(Given.LeasedPop("consumer-2"));
        await SweepAsync();
        await ReopenAsync();

        var consumers = await Queue.ConsumersAsync(Token);

        consumers[0].Names.ShouldBe(["a", "b\0\uE0FF"]);
        consumers[1].Names.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_looks_for_an_answer_that_got_lost_does_not_say_names()
    {
        await PopAsync(Given.LeasedPop() with { Names = ["a"], RequestId = "request-1" });
        Pass(60);

        await PopAsync(Given.LeasedPop() with { Names = ["request-2"], RequestId = "request-2" });

        (await Queue.ConsumersAsync(Token)).ShouldHaveSingleItem().Names.ShouldBe(["a"]);
    }

    private async Task SetModeAsync(ConsumerMode mode) =>
        (await Queue.SetConsumerAsync("consumer-1", mode, Given.Manager, Token)).ShouldBe(ChangeOutcome.Changed);
}
