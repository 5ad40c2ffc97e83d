using LabQueue.Consumer.Tests.Running;
using LabQueue.TestKit;

namespace LabQueue.Consumer.Tests;

/// <summary>Runs that are cut short: by the clock, by a person, by another consumer, by a stop.</summary>
public sealed class EndingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_over_its_time_limit_is_cancelled_and_reported_as_a_timeout()
    {
        var handler = new HeldHandler();
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", handler.HandleAsync));

        await bench.AddAsync(Bench.Wish("t1") with { MaxSeconds = 4 });
        await handler.Entered.Task;
        bench.Pass(4);

        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Timeout);
        var task = await bench.TaskAsync("t1");
        (task.MaxSeconds, task.Retries, task.ErrorMessage!.Value.ToString()).ShouldBe((6, 2, "Timeout"));
    }

    [Fact]
    public async Task The_limit_is_the_tasks_own_which_has_grown()
    {
        List<CancellationToken> tokens = [];
        var entered = new SemaphoreSlim(0);
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", (_, token) =>
        {
            tokens.Add(token);
            entered.Release();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        }));

        await bench.AddAsync(Bench.Wish("t1") with { MaxSeconds = 2 });
        await entered.WaitAsync(Token);
        bench.Pass(2);
        await bench.Queue.NextReportAsync();
        await bench.PassTillDueAsync(5);
        await entered.WaitAsync(Token);
        bench.Pass(2.9);
        tokens[1].IsCancellationRequested.ShouldBeFalse();
        bench.Pass(0.1);

        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Timeout);
    }

    [Fact]
    public async Task A_handler_that_does_not_heed_its_token_is_left_to_itself()
    {
        var handler = new HeldHandler(heedsToken: false);
        await using var bench = await Bench.StartAsync(
            consumer => consumer.AddHandler("deaf", handler.HandleAsync).AddHandler("work", (_, _) => Task.CompletedTask),
            options => (options.Concurrency, options.CancelPatience) = (1, TimeSpan.FromSeconds(1)));

        await bench.AddAsync(Bench.Wish("t1", "deaf") with { MaxSeconds = 3 });
        await handler.Entered.Task;
        bench.Pass(3);
        bench.Pass(1);
        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Timeout);

        // Its slot is free for others.
        await bench.AddAsync(Bench.Wish("t2"));
        (await bench.Queue.NextReportAsync()).Report.TaskUid.ShouldBe(Given.Uid("t2"));
        handler.Leave.SetResult();
    }

    [Fact]
    public async Task Work_that_ends_well_in_spite_of_its_time_limit_counts()
    {
        var handler = new HeldHandler(heedsToken: false);
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", handler.HandleAsync));

        await bench.AddAsync(Bench.Wish("t1") with { MaxSeconds = 4 });
        await handler.Entered.Task;
        bench.Pass(4);
        handler.Leave.SetResult();

        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Done);
    }

    [Fact]
    public async Task A_slow_run_is_kept_alive_by_heartbeats_every_third_of_the_lease()
    {
        var handler = new HeldHandler();
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", handler.HandleAsync));

        await bench.AddAsync(Bench.Wish("t1"));
        await handler.Entered.Task;
        for (var beat = 0; beat < 6; beat++)
        {
            await bench.PassABeatAsync();
            (await bench.Queue.NextBeatAsync()).Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t1"));
        }

        await bench.Store.SweepAsync(Token);
        handler.Leave.SetResult();

        (await bench.Queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Accepted);
    }

    [Fact]
    public async Task A_task_that_is_anothers_by_now_is_cancelled_here_and_not_reported()
    {
        var handler = new HeldHandler();
        await using var bench = await Bench.StartAsync(
            consumer => consumer.AddHandler("work", handler.HandleAsync), options => options.Concurrency = 1);
        await bench.AddAsync(Bench.Wish("t1"));
        await handler.Entered.Task;

        await bench.Past.RequeueAsync(Given.Uid("t1"), Given.Manager, Token);
        (await bench.Past.PopAsync(Given.LeasedPop("consumer-2"), Token)).Tasks.ShouldHaveSingleItem();
        await bench.PassABeatAsync();
        await handler.Cancelled.Task;

        await bench.AddAsync(Bench.Wish("t2", "unheard_of"));
        (await bench.Queue.NextReportAsync()).Report.TaskUid.ShouldBe(Given.Uid("t2"));
        (await bench.TaskAsync("t1")).ConsumerId.ShouldBe("consumer-2");
    }

    [Fact]
    public async Task The_report_of_a_lost_task_is_refused_and_not_repeated()
    {
        var handler = new HeldHandler(heedsToken: false);
        await using var bench = await Bench.StartAsync(
            consumer => consumer.AddHandler("work", handler.HandleAsync), options => options.Concurrency = 1);
        await bench.AddAsync(Bench.Wish("t1"));
        await handler.Entered.Task;

        await bench.Past.RequeueAsync(Given.Uid("t1"), Given.Manager, Token);
        (await bench.Past.PopAsync(Given.LeasedPop("consumer-2"), Token)).Tasks.ShouldHaveSingleItem();
        handler.Leave.SetResult();

        (await bench.Queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Stale);
        await bench.AddAsync(Bench.Wish("t2", "unheard_of"));
        (await bench.Queue.NextReportAsync()).Report.TaskUid.ShouldBe(Given.Uid("t2"));
    }

    [Fact]
    public async Task A_run_whose_lease_nobody_renews_ends_with_it()
    {
        var handler = new HeldHandler();
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", handler.HandleAsync));
        await bench.AddAsync(Bench.Wish("t1"));
        await handler.Entered.Task;

        bench.Queue.Before = call => call is Heartbeat ? new AwayException() : null;
        bench.Pass(14.9);
        handler.Cancelled.Task.IsCompleted.ShouldBeFalse();
        bench.Pass(0.1);

        await handler.Cancelled.Task;
    }

    [Fact]
    public async Task The_same_task_does_not_start_here_before_its_lost_run_has_returned()
    {
        var first = new HeldHandler(heedsToken: false);
        var second = new HeldHandler();
        var runs = 0;
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler(
            "work", (run, token) => ++runs == 1 ? first.HandleAsync(run, token) : second.HandleAsync(run, token)));
        await bench.AddAsync(Bench.Wish("t1"));
        await first.Entered.Task;

        await bench.Past.RequeueAsync(Given.Uid("t1"), Given.Manager, Token);
        await bench.Queue.NextTakenAsync();
        await bench.Queue.NextTakenAsync();
        second.Entered.Task.IsCompleted.ShouldBeFalse();
        first.Leave.SetResult();
        (await bench.Queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Stale);
        await second.Entered.Task;
        second.Leave.SetResult();

        (await bench.Queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Accepted);
    }

    [Fact]
    public async Task A_task_that_a_person_cancels_ends_at_the_next_heartbeat()
    {
        var handler = new HeldHandler();
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", handler.HandleAsync));
        await bench.AddAsync(Bench.Wish("t1"));
        await handler.Entered.Task;

        await bench.Past.CancelAsync(Given.Uid("t1"), Given.Manager, Token);
        await bench.PassABeatAsync();

        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Release);
        (await bench.TaskAsync("t1")).Status.ShouldBe(QueueTaskStatus.Cancelled);
    }

    [Fact]
    public async Task A_consumer_that_is_drained_cancels_its_handlers_and_gives_back_what_it_has_until_it_is_to_go_on()
    {
        var first = new HeldHandler();
        var second = new HeldHandler();
        var runs = 0;
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler(
            "work", (run, token) => ++runs == 1 ? first.HandleAsync(run, token) : second.HandleAsync(run, token)));
        await bench.AddAsync(Bench.Wish("t1"));
        await first.Entered.Task;

        await bench.Past.SetConsumerAsync("consumer-1", ConsumerMode.Draining, Given.Manager, Token);
        await bench.PassABeatAsync();

        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Release);
        var back = await bench.TaskAsync("t1");
        (back.Status, back.Retries, back.Orphaned).ShouldBe((QueueTaskStatus.Queued, 3, 0));
        second.Entered.Task.IsCompleted.ShouldBeFalse();

        await bench.Past.SetConsumerAsync("consumer-1", ConsumerMode.Active, Given.Manager, Token);
        await second.Entered.Task;
        second.Leave.SetResult();
        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Done);
    }

    [Fact]
    public async Task A_stop_lets_running_work_end_and_takes_nothing_new()
    {
        var handler = new HeldHandler();
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", handler.HandleAsync));
        await bench.AddAsync(Bench.Wish("t1"));
        await handler.Entered.Task;

        var stopped = bench.StopAsync();
        await handler.StopSeen.Task;
        await bench.AddAsync(Bench.Wish("t2"));
        handler.Token.IsCancellationRequested.ShouldBeFalse();
        handler.Leave.SetResult();
        await stopped;

        (await bench.TaskAsync("t1")).Status.ShouldBe(QueueTaskStatus.Done);
        (await bench.TaskAsync("t2")).Status.ShouldBe(QueueTaskStatus.Queued);
    }

    [Fact]
    public async Task What_has_not_ended_within_the_drain_time_is_given_back_untouched()
    {
        var handler = new HeldHandler();
        await using var bench = await Bench.StartAsync(
            consumer => consumer.AddHandler("work", handler.HandleAsync),
            options => options.DrainTimeout = TimeSpan.FromSeconds(4));
        await bench.AddAsync(Bench.Wish("t1"));
        await handler.Entered.Task;

        var armed = bench.Clock.TimerArmedAsync(TimeSpan.FromSeconds(4));
        var stopped = bench.StopAsync();
        await armed;
        bench.Pass(4);
        await stopped;

        var task = await bench.TaskAsync("t1");
        (task.Status, task.Retries, task.Orphaned).ShouldBe((QueueTaskStatus.Queued, 3, 0));
        bench.Status.Running.ShouldBe(0);
    }

    [Fact]
    public async Task A_stop_ends_the_pace_of_a_chunk()
    {
        var worked = new TaskCompletionSource();
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", (_, _) =>
        {
            worked.SetResult();
            return Task.CompletedTask;
        }));
        await bench.AddAsync(Bench.Wish("t1") with { MinSeconds = 60 });
        await worked.Task;

        await bench.StopAsync();

        (await bench.TaskAsync("t1")).Status.ShouldBe(QueueTaskStatus.Done);
    }

    [Fact]
    public async Task A_handler_that_cannot_work_now_costs_its_task_nothing_and_stops_the_taking()
    {
        var free = new TaskCompletionSource();
        var runs = 0;
        await using var bench = await Bench.StartAsync(
            consumer => consumer.AddHandler("work", (_, _) => ++runs == 1
                ? throw new TaskReleasedException("the site is away", _ => free.Task)
                : Task.CompletedTask),
            options => options.Concurrency = 1);

        await bench.AddAsync(Bench.Wish("t1"));
        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Release);
        (await bench.TaskAsync("t1")).Retries.ShouldBe(3);
        bench.Status.Trouble.ShouldBe("the site is away");
        runs.ShouldBe(1);
        free.SetResult();

        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Done);
        bench.Status.Trouble.ShouldBeNull();
    }
}
