namespace LabQueue.TestKit.Contract;

/// <content>What people do to tasks.</content>
public abstract partial class TaskStoreContract
{
    [Fact]
    public async Task A_task_with_another_priority_takes_its_place_in_the_order_at_once()
    {
        await AddAsync(
            Given.NewTask("t1", place: "a"), Given.NewTask("t2", place: "b"), Given.NewTask("t3", place: "b"), Given.NewTask("t4", place: "d"));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var events = Queue.WatchAsync(after: null, ends.Token).GetAsyncEnumerator(ends.Token);
        var next = events.MoveNextAsync().AsTask();

        var result = await Queue.PrioritizeAsync(Given.Uid("t3"), -1, Given.Manager, Token);

        (result.Outcome, result.Task!.Priority, result.Task.Status).ShouldBe((ChangeOutcome.Changed, -1, QueueTaskStatus.Queued));

        // Where servers share a store, what was added may be told behind the start of the watch.
        while (await next && events.Current.Kind != "prioritized")
        {
            next = events.MoveNextAsync().AsTask();
        }

        (events.Current.Kind, events.Current.TaskUid).ShouldBe(("prioritized", Given.Uid("t3")));
        var order = (await Queue.ListAsync(new TaskQuery(), Token)).Tasks.Select(task => task.TaskUid[..2]);
        order.ShouldBe(["t3", "t1", "t2", "t4"]);
        await ReopenAsync();
        (await FindAsync("t3")).Priority.ShouldBe(-1);
        (await TakeAsync()).TaskUid.ShouldBe(Given.Uid("t3"));
        (await Queue.PrioritizeAsync(Given.Uid("t9"), 1, Given.Manager, Token)).Outcome.ShouldBe(ChangeOutcome.NotFound);
        var record = (await Queue.AuditAsync(new AuditQuery { Action = "priority" }, Token)).ShouldHaveSingleItem();
        (record.Target, record.Detail).ShouldBe((Given.Uid("t3"), $"{result.Task.Name}: 10 to -1"));
    }

    [Fact]
    public async Task A_running_or_failed_task_keeps_its_new_priority_for_its_next_run()
    {
        await AddAsync(Given.NewTask("t1") with { Retries = 1 });
        var claim = await TakeAsync();

        await Queue.PrioritizeAsync(Given.Uid("t1"), 3, Given.Manager, Token);
        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Running);
        await ReportAsync(claim, ReportKind.Fail);
        (await FindAsync("t1")).Priority.ShouldBe(3);

        Pass(10);
        await ReportAsync(await TakeAsync(), ReportKind.Fail);
        await Queue.PrioritizeAsync(Given.Uid("t1"), 4, Given.Manager, Token);
        var failed = await FindAsync("t1");
        (failed.Status, failed.Priority).ShouldBe((QueueTaskStatus.Failed, 4));
    }

    [Fact]
    public async Task A_person_changes_no_task_that_is_not_there()
    {
        var uid = Given.Uid("t9");

        (await Queue.RequeueAsync(uid, Given.Manager, Token)).ShouldBe(new ChangeResult(ChangeOutcome.NotFound, null));
        (await Queue.DeleteAsync(uid, Given.Manager, Token)).ShouldBe(new ChangeResult(ChangeOutcome.NotFound, null));
        (await Queue.CancelAsync(uid, Given.Manager, Token)).ShouldBe(new ChangeResult(ChangeOutcome.NotFound, null));
    }

    [Fact]
    public async Task Requeue_gives_a_failed_task_fresh_retries_and_keeps_what_it_has()
    {
        await AddAsync(Given.NewTask() with { Retries = 0 });
        await ReportAsync(await TakeAsync(), ReportKind.Timeout);

        var result = await Queue.RequeueAsync(Given.Uid("t1"), Given.Manager, Token);

        result.Outcome.ShouldBe(ChangeOutcome.Changed);
        var task = await FindAsync("t1");
        (task.Status, task.Retries, task.MaxSeconds, task.Created).ShouldBe((QueueTaskStatus.Queued, 3, 180, Given.Now));
        task.ErrorMessage.ToString().ShouldBe("Timeout");
        await TakeAsync();
    }

    [Fact]
    public async Task Requeue_of_a_unique_task_keeps_it_though_a_twin_waits()
    {
        await AddAsync(Given.NewTask("t1") with { Unique = true, Retries = 0 });
        await ReportAsync(await TakeAsync(), ReportKind.Fail);
        await AddAsync(Given.NewTask("t2"));

        await Queue.RequeueAsync(Given.Uid("t1"), Given.Manager, Token);

        (await FindAsync("t1")).Status.ShouldBe(QueueTaskStatus.Queued);
    }

    [Fact]
    public async Task Requeue_puts_a_waiting_task_behind_its_equals()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2"));

        await Queue.RequeueAsync(Given.Uid("t1"), Given.Manager, Token);

        (await TakeAsync()).TaskUid.ShouldBe(Given.Uid("t2"));
    }

    [Fact]
    public async Task Requeue_frees_a_running_task_and_its_lane_and_voids_the_claim()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2") with { Priority = 11 });
        var claim = await TakeAsync(Given.LeasedPop());

        await Queue.RequeueAsync(Given.Uid("t1"), Given.Manager, Token);

        (await ReportAsync(claim, ReportKind.Done)).Outcome.ShouldBe(ReportOutcome.Stale);
        (await TakeAsync(Given.LeasedPop("consumer-2"))).TaskUid.ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task Delete_removes_a_task_in_any_state_and_frees_its_lane()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2"), Given.NewTask("t3", place: "client-3"));
        var running = await TakeAsync();

        (await Queue.DeleteAsync(Given.Uid("t1"), Given.Manager, Token)).Task?.Status.ShouldBe(QueueTaskStatus.Running);
        (await Queue.DeleteAsync(Given.Uid("t3"), Given.Manager, Token)).Task?.Status.ShouldBe(QueueTaskStatus.Queued);

        (await ReportAsync(running, ReportKind.Done)).Outcome.ShouldBe(ReportOutcome.NotFound);
        (await TakeAsync()).TaskUid.ShouldBe(Given.Uid("t2"));
        var history = await Queue.HistoryAsync(new HistoryQuery(), Token);
        history.Entries.Select(entry => (entry.Task.TaskUid, entry.Task.Status, entry.EndedBy, entry.Reason)).ShouldBe([
            (Given.Uid("t1"), QueueTaskStatus.Deleted, "lab_manager", "because"),
            (Given.Uid("t3"), QueueTaskStatus.Deleted, "lab_manager", "because"),
        ]);
    }

    [Fact]
    public async Task Cancel_ends_a_waiting_task_at_once()
    {
        await AddAsync(Given.NewTask());

        var result = await Queue.CancelAsync(Given.Uid("t1"), Given.Manager, Token);

        (result.Outcome, result.Task?.Status).ShouldBe((ChangeOutcome.Changed, QueueTaskStatus.Cancelled));
        (await Queue.FindAsync(Given.Uid("t1"), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Cancel_of_a_running_task_is_told_by_the_heartbeat_and_carried_out_with_the_report()
    {
        await AddAsync(Given.NewTask() with { Uids = Given.Uids("s1", "s2") });
        var claim = await TakeAsync(Given.LeasedPop());

        (await Queue.CancelAsync(claim.TaskUid, Given.Manager, Token)).Outcome.ShouldBe(ChangeOutcome.Requested);
        await ReopenAsync();
        (await BeatAsync(claim)).ShouldSatisfyAllConditions(
            answer => answer.Held.ShouldBeTrue(), answer => answer.Stop.ShouldBeTrue());
        await ReportAsync(claim, ReportKind.Advance, new ItemOutcome(Given.Uid("s1"), ItemOutcomeKind.Done));

        (await Queue.FindAsync(claim.TaskUid, Token)).ShouldBeNull();
        (await Queue.ExplainAsync(claim.TaskUid, Token))?.End?.Task.Status.ShouldBe(QueueTaskStatus.Cancelled);
    }

    [Fact]
    public async Task A_new_list_of_top_priorities_moves_every_waiting_task()
    {
        await AddAsync([.. Enumerable.Range(1, 1_200).Select(i => Given.NewTask($"t{i}", name: i % 2 == 0 ? "even" : "odd"))]);

        await SetAsync("top_priority_tasks", """["odd"]""");
        await SweepAsync();

        var page = await Queue.ListAsync(new TaskQuery { Limit = 1_000 }, Token);
        page.Tasks.Take(600).ShouldAllBe(task => task.Name == "odd");
        page.Tasks.Skip(600).ShouldAllBe(task => task.Name == "even");
        (await TakeAsync()).Name.ShouldBe("odd");
    }

    [Fact]
    public async Task Settings_are_changed_all_or_none_and_kept()
    {
        await SetAsync("max_retries", "7");
        await Should.ThrowAsync<SettingException>(() => Queue.ChangeSettingsAsync(
            new Dictionary<string, JsonText>(StringComparer.Ordinal)
            {
                ["max_retries"] = new("8"),
                ["max_seconds_unlock"] = new("29"),
            },
            Given.Manager,
            Token));
        await ReopenAsync();

        (await Queue.SettingsAsync(Token)).MaxRetries.ShouldBe(7);
        Store.Sites["senaite"].Settings.MaxRetries.ShouldBe(7);
        await AddAsync(Given.NewTask());
        (await FindAsync("t1")).Retries.ShouldBe(7);
    }
}
