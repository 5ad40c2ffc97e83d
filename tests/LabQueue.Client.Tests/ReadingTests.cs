using LabQueue.TestKit;

namespace LabQueue.Client.Tests;

/// <summary>What only looks.</summary>
public sealed class ReadingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_follow_one_another_in_the_queues_order()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync(
            [.. Enumerable.Range(1, 5).Select(number => Given.NewTask($"t{number}") with { Priority = 10 - number })],
            Given.Clerk,
            Token);

        List<string> found = [];
        var query = new TaskQuery { Limit = 2 };
        for (var next = string.Empty; next is not null;)
        {
            var page = await server.Client.ListAsync(query, Token);
            page.Tasks.Count.ShouldBeLessThanOrEqualTo(2);
            found.AddRange(page.Tasks.Select(task => task.TaskUid));
            next = page.Next;
            query = query with { After = next };
        }

        found.ShouldBe(Given.Uids("t5", "t4", "t3", "t2", "t1"));
    }

    [Fact]
    public async Task Lists_are_filtered()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync(
            [
                Given.NewTask("t1"),
                Given.NewTask("t2", "other_task"),
                Given.NewTask("t3") with { Username = "analyst1" },
                Given.NewTask("t4") with { Ghost = true },
                Given.NewTask("t5") with { Created = Given.Now.AddMinutes(-5) },
            ],
            Given.Clerk,
            Token);

        async Task<IEnumerable<string>> List(TaskQuery query) =>
            (await server.Client.ListAsync(query, Token)).Tasks.Select(task => task.TaskUid[..2]).Order();

        (await List(new TaskQuery())).ShouldBe(["t1", "t2", "t3", "t5"]);
        (await List(new TaskQuery { Name = "other_task" })).ShouldBe(["t2"]);
        (await List(new TaskQuery { Username = "analyst1" })).ShouldBe(["t3"]);
        (await List(new TaskQuery { Ghosts = true })).ShouldBe(["t1", "t2", "t3", "t4", "t5"]);
        (await List(new TaskQuery { Since = Given.Now.AddMinutes(-1) })).ShouldBe(["t1", "t2", "t3"]);
        (await List(new TaskQuery { Statuses = [QueueTaskStatus.Failed] })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_learns_what_it_lacks_and_what_to_drop()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1"), Given.NewTask("t2")], Given.Clerk, Token);

        var diff = await server.Client.DiffAsync(new DiffRequest([Given.Uid("t1"), Given.Uid("gone")]), Token);

        diff.Tasks.Select(task => task.TaskUid).ShouldBe([Given.Uid("t2")]);
        diff.Stale.ShouldBe([Given.Uid("gone")]);
    }

    [Fact]
    public async Task Objects_and_their_tasks_are_found()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1") with { Uids = Given.Uids("a") }], Given.Clerk, Token);

        (await server.Client.UidsAsync([QueueTaskStatus.Queued], Token)).Order().ShouldBe([Given.Uid("a"), Given.Uid("c1")]);
        (await server.Client.SearchAsync(Given.Uid("a"), name: null, Token)).ShouldHaveSingleItem();
        (await server.Client.SearchAsync(Given.Uid("a"), "other_task", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tasks_are_found_by_words_in_all_states()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync(
            [Given.NewTask("t1", name: "task_\u00e4 & b") with { Username = "a+b" }, Given.NewTask("t2") with { Ghost = true, Priority = -7, NotBefore = Given.Now.AddHours(1) }],
            Given.Clerk,
            Token);
        await server.Client.DeleteAsync(Given.Uid("t1"), Given.Manager, Token);
        var all = new TaskSearch { Ghosts = true, Wait = TimeSpan.FromSeconds(2) };
        async Task<IEnumerable<string>> Find(TaskSearch search) =>
            (await server.Client.FindTasksAsync(search, Token)).Tasks.Select(found => found.Task.TaskUid[..2]);

        (await Find(all)).ShouldBe(["t1", "t2"]);
        (await Find(all with { Text = "\u00c4 b" })).ShouldBe(["t1"]);
        (await Find(all with { Name = "task_a", Context = "client", User = "a b", Username = "a+b", TaskUid = "t1", Statuses = [QueueTaskStatus.Deleted] }))
            .ShouldBe(["t1"]);
        (await Find(all with { Error = "boom" })).ShouldBeEmpty();
        (await Find(all with { Priority = -7 })).ShouldBe(["t2"]);
        var page = await server.Client.FindTasksAsync(all with { Limit = 1 }, Token);
        (page.Known, page.Tasks[0].End.ShouldNotBeNull().EndedBy).ShouldBe((Given.Now, Given.Manager.Username));
        (await Find(all with { Before = page.Next })).ShouldBe(["t2"]);
        (await server.Client.ListAsync(new TaskQuery { Scheduled = true, Ghosts = true }, Token)).Tasks.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_oldest_time_is_that_of_the_queue()
    {
        await using var server = await RunningServer.StartAsync();
        (await server.Client.OldestAsync(Token)).ShouldBeNull();

        await server.Client.AddAsync(
            [Given.NewTask("t1"), Given.NewTask("t2") with { Created = Given.Now.AddSeconds(-0.25) }], Given.Clerk, Token);

        (await server.Client.OldestAsync(Token)).ShouldBe(Given.Now.AddSeconds(-0.25));
    }

    [Fact]
    public async Task The_history_is_followed_by_number_and_read_backwards()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var start in (string[])["t1", "t2", "t3"])
        {
            await server.Client.AddAsync([Given.NewTask(start)], Given.Clerk, Token);
            await server.Client.DeleteAsync(Given.Uid(start), Given.Manager, Token);
        }

        var first = await server.Client.HistoryAsync(new HistoryQuery { Limit = 1 }, Token);
        var rest = await server.Client.HistoryAsync(new HistoryQuery { After = first.Entries[0].Number }, Token);
        var newest = await server.Client.HistoryAsync(
            new HistoryQuery { NewestFirst = true, Limit = 1, Statuses = [QueueTaskStatus.Deleted] }, Token);
        var done = await server.Client.HistoryAsync(new HistoryQuery { Statuses = [QueueTaskStatus.Done] }, Token);

        Starts(first).ShouldBe(["t1"]);
        Starts(rest).ShouldBe(["t2", "t3"]);
        Starts(newest).ShouldBe(["t3"]);
        done.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Figures_and_consumers_are_told()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1"), Given.NewTask("t2", place: "client-2")], Given.Clerk, Token);
        await server.Client.PopAsync(Given.LeasedPop(count: 1) with { Version = "tests 1" }, Token);
        await server.SweepAsync();

        var stats = await server.Client.StatsAsync(Token);
        var consumer = (await server.Client.ConsumersAsync(Token)).ShouldHaveSingleItem();

        (stats.Queued, stats.Running, stats.Failed, stats.Done).ShouldBe((1, 1, 0, 0));
        stats.Names.ShouldHaveSingleItem().Name.ShouldBe("task_action_receive");
        stats.Minutes.ShouldHaveSingleItem().Added.ShouldBe(2);
        var quarter = (await server.Client.DayAsync(Token)).ShouldHaveSingleItem();
        (quarter.Added, quarter.Started, quarter.Minute.Minute % 15).ShouldBe((2, 1, 0));
        (consumer.ConsumerId, consumer.Leased, consumer.Version).ShouldBe(("consumer-1", true, "tests 1"));
        consumer.Running.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_consumer_is_drained_and_told_with_its_names()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.PopAsync(Given.LeasedPop() with { Names = ["a", "b"] }, Token);

        (await server.Client.SetConsumerAsync("consumer-1", ConsumerMode.Draining, Given.Manager, Token)).ShouldBe(ChangeOutcome.Changed);
        (await server.Client.SetConsumerAsync("consumer-9", ConsumerMode.Quiet, Given.Manager, Token)).ShouldBe(ChangeOutcome.NotFound);

        var consumer = (await server.Client.ConsumersAsync(Token)).ShouldHaveSingleItem();
        consumer.Mode.ShouldBe(ConsumerMode.Draining);
        consumer.Names.ShouldBe(["a", "b"]);
        (await server.Client.AuditAsync(new AuditQuery(), Token))[0].ShouldSatisfyAllConditions(
            record => (record.Action, record.Target).ShouldBe(("drain_consumer", "consumer-1")),
            record => (record.Username, record.Reason).ShouldBe((Given.Manager.Username, Given.Manager.Reason)));
    }

    [Fact]
    public async Task What_people_changed_is_told_as_the_store_has_it()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.ChangeSettingsAsync(
            new Dictionary<string, JsonText> { ["max_retries"] = new("7") }, new Actor("labmanager", "slow week & more"), Token);
        await server.Client.SetPausedAsync(true, Given.Manager, Token);

        var all = await server.Client.AuditAsync(new AuditQuery { Limit = 2 }, Token);
        var settings = await server.Client.AuditAsync(new AuditQuery { Action = "settings", Before = all[0].Number }, Token);

        all.Select(record => record.Action).ShouldBe(["pause", "settings"]);
        settings.ShouldHaveSingleItem().ShouldBe(all[1]);
        (all[1].Username, all[1].Reason, all[1].Detail).ShouldBe(("labmanager", "slow week & more", """{"max_retries":{"from":3,"to":7}}"""));
    }

    private static IEnumerable<string> Starts(HistoryPage page) => page.Entries.Select(entry => entry.Task.TaskUid[..2]);
}
