namespace LabQueue.TestKit.Contract;

/// <content>What is remembered: runs, ends, figures, consumers, events.</content>
public abstract partial class TaskStoreContract
{
    [Fact]
    public async Task Every_run_of_a_task_is_told_with_its_end()
    {
        await AddAsync(Given.NewTask());
        await Queue.ReportAsync(
            new TaskReport(ReportKind.Fail, (await TakeAsync()).TaskUid) { ErrorMessage = JsonText.FromString("boom") }, Token);
        Pass(6);
        await ReportAsync(await TakeAsync(Given.LeasedPop()), ReportKind.Release);
        await TakeAsync(Given.LeasedPop("consumer-2"));

        var details = (await Queue.ExplainAsync(Given.Uid("t1"), Token)).ShouldNotBeNull();

        details.End.ShouldBeNull();
        details.Attempts.ShouldBe([
            new TaskAttempt(1, Given.Pop().ConsumerId, Given.Now, Given.Now, "fail", JsonText.FromString("boom")),
            new TaskAttempt(2, "consumer-1", Given.Now.AddSeconds(6), Given.Now.AddSeconds(6), "release", null),
            new TaskAttempt(3, "consumer-2", Given.Now.AddSeconds(6), null, null, null),
        ]);
    }

    [Fact]
    public async Task Who_reported_is_told_beside_who_had_the_task()
    {
        await AddAsync(Given.NewTask());
        var claim = await TakeAsync(Given.LeasedPop("consumer-1"));
        var report = new TaskReport(ReportKind.Fail, claim.TaskUid)
        {
            Fence = claim.Fence,
            ConsumerId = "somebody-else",
            ReportedBy = "labmanager",
        };
        await Queue.PopAsync(Given.LeasedPop("consumer-3") with { Reports = [report] }, Token);
        Pass(6);
        await TakeAsync(Given.LeasedPop("consumer-2", seconds: 5));
        Pass(6);
        await SweepAsync();
        await ReopenAsync();
        var last = await TakeAsync(Given.LeasedPop("consumer-2"));
        await Queue.ReportAsync(
            new TaskReport(ReportKind.Done, last.TaskUid) { Fence = last.Fence, ReportedBy = "queue_consumer" }, Token);

        var details = (await Queue.ExplainAsync(Given.Uid("t1"), Token)).ShouldNotBeNull();

        details.Attempts.Select(attempt => (attempt.ConsumerId, attempt.Outcome, attempt.ReportedBy)).ShouldBe([
            ("consumer-1", "fail", "labmanager"), ("consumer-2", "orphaned", null), ("consumer-2", "done", "queue_consumer"),
        ]);
        details.End.ShouldNotBeNull().EndedBy.ShouldBe("consumer-2");
    }

    [Fact]
    public async Task An_ended_task_is_explained_and_the_newest_of_a_uid_counts()
    {
        for (var i = 1; i <= 2; i++)
        {
            await AddAsync(Given.NewTask() with { Priority = i });
            await ReportAsync(await TakeAsync(), ReportKind.Done);
        }

        var details = (await Queue.ExplainAsync(Given.Uid("t1"), Token)).ShouldNotBeNull();

        (details.Task.Priority, details.End?.Task.Status, details.Attempts.Count).ShouldBe((2, QueueTaskStatus.Done, 1));
    }

    [Fact]
    public async Task The_history_is_followed_by_its_numbers_and_paged_from_either_end()
    {
        for (var i = 1; i <= 5; i++)
        {
            await AddAsync(Given.NewTask($"t{i}") with { Username = i % 2 == 0 ? "even" : "odd" });
            await ReportAsync(await TakeAsync(), i == 3 ? ReportKind.Fail : ReportKind.Done);
            await Queue.DeleteAsync(Given.Uid("t3"), Given.Manager, Token);
        }

        async Task<string> HistoryAsync(HistoryQuery query) => string.Join(
            ' ', (await Queue.HistoryAsync(query, Token)).Entries.Select(entry => entry.Task.TaskUid[..2]));
        var numbers = (await Queue.HistoryAsync(new HistoryQuery(), Token)).Entries.Select(entry => entry.Number).ToArray();

        (await Queue.HistoryAsync(new HistoryQuery(), Token)).Last.ShouldBe(numbers[^1]);
        (await HistoryAsync(new HistoryQuery())).ShouldBe("t1 t2 t3 t4 t5");
        (await HistoryAsync(new HistoryQuery { After = numbers[1], Limit = 2 })).ShouldBe("t3 t4");
        (await HistoryAsync(new HistoryQuery { NewestFirst = true, Limit = 2 })).ShouldBe("t5 t4");
        (await HistoryAsync(new HistoryQuery { NewestFirst = true, Before = numbers[3], Limit = 2 })).ShouldBe("t3 t2");
        (await HistoryAsync(new HistoryQuery { Statuses = [QueueTaskStatus.Deleted] })).ShouldBe("t3");
        (await HistoryAsync(new HistoryQuery { Username = "even" })).ShouldBe("t2 t4");
        (await HistoryAsync(new HistoryQuery { TaskUid = Given.Uid("t4") })).ShouldBe("t4");
    }

    [Fact]
    public async Task A_failure_for_good_is_an_end_and_so_is_what_comes_after_it()
    {
        await AddAsync(Given.NewTask() with { Retries = 0 });
        await ReportAsync(await TakeAsync(), ReportKind.Fail);
        await Queue.RequeueAsync(Given.Uid("t1"), Given.Manager, Token);
        await ReportAsync(await TakeAsync(), ReportKind.Done);

        var history = await Queue.HistoryAsync(new HistoryQuery(), Token);

        history.Entries.Select(entry => entry.Task.Status).ShouldBe([QueueTaskStatus.Failed, QueueTaskStatus.Done]);
    }

    [Fact]
    public async Task The_figures_are_those_of_the_tasks_also_after_a_restart()
    {
        await AddAsync(
            Given.NewTask("t1", name: "a", place: "1"), Given.NewTask("t2", name: "a", place: "2") with { Retries = 0 },
            Given.NewTask("t3", name: "b", place: "3"), Given.NewTask("t4", name: "b", place: "4") with { Delay = 60 });
        await ReportAsync(await TakeAsync(), ReportKind.Done);
        await ReportAsync(await TakeAsync(), ReportKind.Fail);
        await TakeAsync();
        Pass(11);
        await SweepAsync();
        await ReopenAsync();

        var stats = await Queue.StatsAsync(Token);

        (stats.Queued, stats.Running, stats.Failed, stats.Done, stats.Paused).ShouldBe((1, 1, 1, 1, false));
        stats.OldestQueued.ShouldBe(Given.Now);
        stats.Names.ShouldBe([new NameStats("a", 0, 0, 1, 1), new NameStats("b", 1, 1, 0, 0)], ignoreOrder: true);
        stats.Minutes.ShouldBe([new MinuteStats(Given.Now.AddSeconds(-20), 4, 3, 1, 1)]);
    }

    [Fact]
    public async Task The_last_day_is_told_in_quarters_of_an_hour_also_after_a_restart()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2", place: "2"));
        Pass(60);
        await AddAsync(Given.NewTask("t3", place: "3"));
        Pass(900);
        await ReportAsync(await TakeAsync(), ReportKind.Done);
        await SweepAsync();
        await ReopenAsync();

        // The tests begin 100 s before the end of a quarter.
        var (first, second) = (Given.Now.AddSeconds(-800), Given.Now.AddSeconds(100));
        (await Queue.DayAsync(Token)).ShouldBe([new MinuteStats(first, 3, 0, 0, 0), new MinuteStats(second, 0, 1, 1, 0)]);

        Pass(86_400 - 900);
        await SweepAsync();
        (await Queue.DayAsync(Token)).ShouldHaveSingleItem().Minute.ShouldBe(second);
        Pass(900);
        (await Queue.DayAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Consumers_are_told_with_what_they_have_until_a_day_after_they_were_heard_of()
    {
        await AddAsync(Given.NewTask());
        await TakeAsync(Given.LeasedPop() with { Version = "labqueue 1.0" });
        Pass(5);
        await Queue.PopAsync(Given.Pop(), Token);

        var consumers = await Queue.ConsumersAsync(Token);

        consumers.Select(consumer => (consumer.ConsumerId, consumer.FirstHeard, consumer.Leased, consumer.Version)).ShouldBe(
            [("consumer-1", Given.Now, true, "labqueue 1.0"), (Given.Pop().ConsumerId, Given.Now.AddSeconds(5), false, null)],
            ignoreOrder: true);
        consumers.Single(consumer => consumer.Leased).Running.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t1"));
        Pass(90_000);
        await SweepAsync();
        (await Queue.ConsumersAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ended_tasks_are_kept_as_many_days_as_the_site_says()
    {
        await SetAsync("history_days", "2");
        await AddAsync(Given.NewTask("t1"));
        await ReportAsync(await TakeAsync(), ReportKind.Done);
        Pass(86_400);
        await AddAsync(Given.NewTask("t2"));
        await ReportAsync(await TakeAsync(), ReportKind.Done);
        Pass(86_401);

        await SweepAsync();

        var kept = await Queue.HistoryAsync(new HistoryQuery(), Token);
        kept.Entries.ShouldHaveSingleItem().Task.TaskUid.ShouldBe(Given.Uid("t2"));
        (await Queue.ExplainAsync(Given.Uid("t1"), Token)).ShouldBeNull();
        (await Queue.StatsAsync(Token)).Done.ShouldBe(2);
    }

    [Fact]
    public async Task No_more_ended_tasks_are_kept_than_the_site_says()
    {
        await SetAsync("history_max", "2");
        for (var i = 1; i <= 4; i++)
        {
            await AddAsync(Given.NewTask($"t{i}"));
            await ReportAsync(await TakeAsync(), ReportKind.Done);
        }

        Pass(60);
        await SweepAsync();

        var kept = await Queue.HistoryAsync(new HistoryQuery(), Token);
        kept.Entries.Select(entry => entry.Task.TaskUid).ShouldBe(Given.Uids("t3", "t4"));
    }

    [Fact]
    public async Task Failed_tasks_stay_until_somebody_removes_them_or_for_the_days_that_the_site_says()
    {
        await AddAsync(Given.NewTask() with { Retries = 0 });
        Pass(5 * 86_400);
        await ReportAsync(await TakeAsync(), ReportKind.Fail);
        await SetAsync("failed_days", "3");
        Pass(2 * 86_400);
        await SweepAsync();
        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Failed);
        Pass(86_401);

        await SweepAsync();

        (await Queue.FindAsync(Given.Uid("t1"), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task What_happens_is_told_in_order_to_those_who_watch()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var events = Queue.WatchAsync(after: 0, stop.Token).GetAsyncEnumerator(stop.Token);
        await AddAsync(Given.NewTask() with { Retries = 0, Ghost = true });
        await ReportAsync(await TakeAsync(), ReportKind.Fail);
        await Queue.RequeueAsync(Given.Uid("t1"), Given.Manager, Token);
        await Queue.CancelAsync(Given.Uid("t1"), Given.Manager, Token);
        await Queue.SetPausedAsync(paused: true, Given.Manager, Token);

        var told = new List<QueueEvent>();
        while (told.Count < 6 && await events.MoveNextAsync())
        {
            told.Add(events.Current);
        }

        told.Select(happened => happened.Kind).ShouldBe(["added", "started", "failed", "queued", "cancelled", "paused"]);
        told.Select(happened => happened.Number).ShouldBeInOrder(SortDirection.Ascending);
        told[0].ShouldSatisfyAllConditions(
            happened => happened.TaskUid.ShouldBe(Given.Uid("t1")),
            happened => (happened.Username, happened.Ghost, happened.Time).ShouldBe((Given.Clerk.Username, true, Given.Now)));
        (told[^1].TaskUid, told[^1].Username).ShouldBe((null, null));
        await stop.CancelAsync();
    }

    [Fact]
    public async Task The_minutes_figures_are_exact_at_once_and_after_a_restart()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2"));
        await SweepAsync();
        await ReportAsync(await TakeAsync(), ReportKind.Done);

        var atOnce = await Queue.StatsAsync(Token);
        await ReopenAsync();
        var restarted = await Queue.StatsAsync(Token);
        await ReportAsync(await TakeAsync(), ReportKind.Done);
        Pass(60);
        await SweepAsync();
        await ReopenAsync();
        var later = await Queue.StatsAsync(Token);

        var minute = Given.Now.AddSeconds(-20);
        atOnce.Minutes.ShouldBe([new MinuteStats(minute, 2, 1, 1, 0)]);
        restarted.Minutes.ShouldBe([new MinuteStats(minute, 2, 1, 1, 0)]);
        later.Minutes.ShouldBe([new MinuteStats(minute, 2, 2, 2, 0)]);
    }
}
