using LabQueue.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>The queue monitor in a real browser, as those use it who run the queue, and those who may only look.</summary>
public sealed class QueueMonitorTests(RunningQueue server, Browser browser) : IClassFixture<RunningQueue>
{
    [Fact]
    public async Task The_monitor_is_good_for_everybody()
    {
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "labmanager");
        foreach (var query in new[] { "", "?tab=scheduled", "?tab=done", "?tab=all&name=verify", "?tab=failed&name=nothing+like+that" })
        {
            await guest.GoAsync("queue_tasks" + query);
            await Assertions.Expect(guest.Page.GetByRole(AriaRole.Heading, new() { Name = "Queue monitor", Exact = true })).ToBeVisibleAsync();
            await guest.ExpectGoodForAllInAllLooksAsync();
        }
    }

    [Fact]
    public async Task Tasks_that_were_ticked_are_requeued()
    {
        var uid = await server.AddFailedAsync("task_requeued_here");
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "labmanager");
        await guest.GoAsync("queue_tasks?tab=failed&name=task_requeued_here");

        await guest.Page.GetByLabel($"Select task {uid[..9]}").CheckAsync();
        await guest.Button("Requeue (1)").ClickAsync();

        await Assertions.Expect(guest.Page.GetByText("1 task was requeued.")).ToBeVisibleAsync();
        await Assertions.Expect(guest.Page.GetByText("No task fits.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Removing_asks_first_and_needs_no_script()
    {
        var uid = await server.AddFailedAsync("task_removed_here");
        await using var guest = await Guest.OpenAsync(browser, server.Setup, Look.Plain, "labmanager");
        await guest.GoAsync("queue_tasks?tab=failed&name=task_removed_here");
        await guest.Page.GetByLabel($"Select task {uid[..9]}").CheckAsync();

        await guest.Button("Remove").First.ClickAsync();
        await Assertions.Expect(guest.Heading("Remove 1 task?")).ToBeVisibleAsync();
        await guest.Page.GetByLabel("Reason").FillAsync("twice the same");
        await guest.Button("Remove 1 task").ClickAsync();

        await Assertions.Expect(guest.Page.GetByText("1 task was removed.")).ToBeVisibleAsync();
        (await ExplainAsync(uid)).End.ShouldNotBeNull().Reason.ShouldBe("twice the same");
    }

    [Fact]
    public async Task All_failed_tasks_that_the_filter_finds_are_changed_and_no_others()
    {
        var mine = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            mine.Add(await server.AddFailedAsync($"task_many_{number}"));
        }

        var other = await server.AddFailedAsync("task_other");
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "labmanager");
        await guest.GoAsync("queue_tasks?tab=failed&name=task_many");

        await guest.Button("Remove all found").ClickAsync();
        await guest.Button("Remove all found").ClickAsync();

        await Assertions.Expect(guest.Page.GetByText("3 tasks were removed.")).ToBeVisibleAsync();
        foreach (var uid in mine)
        {
            (await ExplainAsync(uid)).Task.Status.ShouldBe(QueueTaskStatus.Deleted);
        }

        (await ExplainAsync(other)).Task.Status.ShouldBe(QueueTaskStatus.Failed);
    }

    [Fact]
    public async Task Of_what_is_scheduled_all_is_removed_and_nothing_that_only_waits()
    {
        var waiting = await server.AddAsync(new NewTask("task_planned", "0", "/senaite/planned/0"));
        var scheduled = await server.AddAsync(new NewTask("task_planned", "0", "/senaite/planned/1") { Delay = 3_600 });
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "labmanager");
        await guest.GoAsync("queue_tasks?tab=scheduled&name=task_planned");

        await guest.Button("Remove all found").ClickAsync();
        await guest.Button("Remove all found").ClickAsync();

        await Assertions.Expect(guest.Page.GetByText("1 task was removed.")).ToBeVisibleAsync();
        (await ExplainAsync(scheduled.TaskUid)).Task.Status.ShouldBe(QueueTaskStatus.Deleted);
        (await ExplainAsync(waiting.TaskUid)).Task.Status.ShouldBe(QueueTaskStatus.Queued);
    }

    [Fact]
    public async Task What_happens_in_the_queue_appears_and_ticks_stay()
    {
        var first = await server.AddFailedAsync("task_live_a");
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "labmanager");
        await guest.GoAsync("queue_tasks?tab=failed&name=task_live");
        await guest.Page.GetByLabel($"Select task {first[..9]}").CheckAsync();

        var second = await server.AddFailedAsync("task_live_b");

        await Assertions.Expect(guest.Link(second[..9])).ToBeVisibleAsync();
        await Assertions.Expect(guest.Page.GetByLabel($"Select task {first[..9]}")).ToBeCheckedAsync();
        await Assertions.Expect(guest.Page.GetByLabel($"Select task {second[..9]}")).Not.ToBeCheckedAsync();
    }

    [Fact]
    public async Task A_list_goes_on_where_the_page_ended_and_a_filter_is_a_chip_that_can_be_removed()
    {
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "analyst1");
        await guest.GoAsync("queue_tasks");
        await Assertions.Expect(RowsOf(guest)).ToHaveCountAsync(20);

        await guest.Link("Next page").ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("0021")).ToBeVisibleAsync();
        await guest.Link("First page").ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("0001")).ToBeVisibleAsync();

        await guest.Page.GetByLabel("Search for words").FillAsync("WS");
        await guest.Button("Search").ClickAsync();
        await Assertions.Expect(RowsOf(guest)).ToHaveCountAsync(15);
        await guest.Page.GetByText("More filters").ClickAsync();
        await guest.Page.GetByLabel("Context").FillAsync("WS-007");
        await guest.Button("Search").ClickAsync();
        await Assertions.Expect(RowsOf(guest)).ToHaveCountAsync(3);
        await guest.Link("Words: WS").ClickAsync();
        await Assertions.Expect(RowsOf(guest)).ToHaveCountAsync(3);
        await guest.Link("Context: WS-007").ClickAsync();
        await Assertions.Expect(RowsOf(guest)).ToHaveCountAsync(20);
    }

    [Fact]
    public async Task Who_may_only_look_is_shown_no_buttons_and_refused_all_the_same()
    {
        var uid = await server.AddFailedAsync("task_not_for_analysts");
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "analyst1");
        await guest.GoAsync("queue_tasks?tab=failed");
        await Assertions.Expect(guest.Link(uid[..9])).ToBeVisibleAsync();
        foreach (var name in new[] { "Requeue", "Remove", "Pause queue" })
        {
            await Assertions.Expect(guest.Button(name)).ToHaveCountAsync(0);
        }

        (await guest.SendAsync("queue_tasks", ("what", "requeue"), ("uid", uid))).ShouldBe(403);
        (await guest.SendAsync("queue_tasks", ("what", "resume"))).ShouldBe(403);
    }

    [Fact]
    public async Task Errors_are_counted_by_their_cause_and_the_last_hour_is_drawn()
    {
        await server.AddFailedAsync("task_cause_1", "KeyError: WS-404\n  line 7");
        await server.AddFailedAsync("task_cause_2", "KeyError: WS-404\n  line 9");
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "analyst1");
        await guest.GoAsync("queue_tasks?tab=failed&name=task_cause");
        await Assertions.Expect(guest.Page.Locator("[data-chart] canvas")).ToBeVisibleAsync();
        await guest.ExpectGoodForAllAsync();

        var causes = guest.Page.GetByRole(AriaRole.Table, new() { Name = "Errors by cause" });
        await Assertions.Expect(causes.GetByRole(AriaRole.Cell, new() { Name = "2", Exact = true })).ToBeVisibleAsync();
        await causes.GetByRole(AriaRole.Link, new() { Name = "KeyError: WS-404" }).ClickAsync();

        await Assertions.Expect(guest.Link("Error: KeyError: WS-404")).ToBeVisibleAsync();
        await Assertions.Expect(RowsOf(guest)).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task The_last_day_is_drawn_where_the_address_says_so_and_told_in_a_table()
    {
        await server.AddFailedAsync("task_of_the_day");
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "analyst1");
        await guest.GoAsync("queue_tasks?tab=failed");

        await guest.Link("Last day").ClickAsync();

        await Assertions.Expect(guest.Heading("The last day, per quarter of an hour")).ToBeVisibleAsync();
        guest.Page.Url.ShouldContain("tab=failed&chart=day");
        await Assertions.Expect(guest.Page.Locator("[data-chart] canvas")).ToBeVisibleAsync();
        await guest.Page.GetByText("The same figures as a table").ClickAsync();
        var figures = guest.Page.GetByRole(AriaRole.Table, new() { Name = "The last day, per quarter of an hour" });
        await Assertions.Expect(figures.Locator("tbody tr").First).ToBeVisibleAsync();
        await guest.ExpectGoodForAllInAllLooksAsync();
        await guest.Link("Last hour").ClickAsync();
        await Assertions.Expect(guest.Heading("The last hour, per minute")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_paused_queue_says_so_until_it_is_resumed()
    {
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "labmanager");
        await guest.GoAsync("queue_tasks");

        await guest.Button("Pause queue").ClickAsync();
        await guest.Button("Pause queue").ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("Paused", new() { Exact = true })).ToBeVisibleAsync();
        await guest.Button("Resume queue").ClickAsync();

        await Assertions.Expect(guest.Page.GetByText("Ready", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_consumer_is_made_quiet_drained_and_given_work_again_without_script()
    {
        var waiting = await server.AddAsync(new NewTask("task_for_bench_1", "0", $"/{ServerSetup.Site}/bench/1"));
        await server.Queue.PopAsync(BenchPop with { Names = ["task_for_nobody"] }, TestContext.Current.CancellationToken);
        await using var guest = await Guest.OpenAsync(browser, server.Setup, Look.Plain, "labmanager");
        await guest.GoAsync("queue_consumers");

        await guest.Button("Make quiet bench-1").ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("bench-1 is given no more work. What it has goes on.")).ToBeVisibleAsync();
        await guest.Button("Drain bench-1").ClickAsync();
        await guest.Page.GetByLabel("Reason").FillAsync("new disk");
        await guest.Button("Drain").ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("Drained", new() { Exact = true })).ToBeVisibleAsync();
        (await server.Queue.PopAsync(BenchPop, TestContext.Current.CancellationToken)).Tasks.ShouldBeEmpty();

        await guest.Button("Resume bench-1").ClickAsync();
        await Assertions.Expect(guest.Button("Resume bench-1")).ToHaveCountAsync(0);
        (await server.Queue.PopAsync(BenchPop, TestContext.Current.CancellationToken)).Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(waiting.TaskUid);
    }

    [Fact]
    public async Task The_consumers_page_is_good_for_everybody_and_has_buttons_for_those_who_may_use_them()
    {
        await server.Queue.PopAsync(BenchPop with { ConsumerId = "bench-2" }, TestContext.Current.CancellationToken);
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "labmanager");
        await guest.GoAsync("queue_consumers");
        await Assertions.Expect(guest.Button("Drain bench-2")).ToBeVisibleAsync();
        await guest.ExpectGoodForAllInAllLooksAsync();
        await guest.Button("Drain bench-2").ClickAsync();
        await guest.ExpectGoodForAllInAllLooksAsync();
        (await guest.SendAsync("queue_consumers", ("what", "stop"), ("uid", "bench-2"))).ShouldBe(400);
        await using var analyst = await Guest.OpenAsync(browser, server.Setup, new Look(), "analyst1");
        await analyst.GoAsync("queue_consumers");
        await Assertions.Expect(analyst.Page.GetByText("bench-2")).ToBeVisibleAsync();
        await Assertions.Expect(analyst.Button("Drain bench-2")).ToHaveCountAsync(0);
        (await analyst.SendAsync("queue_consumers", ("what", "quiet"), ("uid", "bench-2"))).ShouldBe(403);
    }

    private static PopRequest BenchPop =>
        new("bench-1") { Names = ["task_for_bench_1"], Count = 1, Lease = QueueLimits.LongestLease, Version = "Bench 1.0" };

    private static ILocator RowsOf(Guest guest) =>
        guest.Page.GetByRole(AriaRole.Table, new() { Name = "Tasks", Exact = true }).Locator("tbody tr");

    private async Task<TaskDetails> ExplainAsync(string uid) =>
        (await server.Queue.ExplainAsync(uid, TestContext.Current.CancellationToken)).ShouldNotBeNull();
}
