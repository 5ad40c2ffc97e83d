namespace LabQueue.TestKit.Contract;

/// <content>Looking at the queue.</content>
public abstract partial class TaskStoreContract
{
    [Fact]
    public async Task An_unknown_uid_is_not_found()
    {
        (await Queue.FindAsync(Given.Uid("t9"), Token)).ShouldBeNull();
        (await Queue.ExplainAsync(Given.Uid("t9"), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Lists_have_the_queues_order_over_all_states_and_pages()
    {
        await AddAsync(
            Given.NewTask("t1", place: "a") with { Priority = 3 },
            Given.NewTask("t2", place: "b") with { Priority = 1, Retries = 0 },
            Given.NewTask("t3", place: "c") with { Priority = 2 },
            Given.NewTask("t4", place: "d") with { Priority = 4 });
        await ReportAsync(await TakeAsync(), ReportKind.Fail);
        await TakeAsync();
        var all = new TaskQuery
        {
            Statuses = [QueueTaskStatus.Failed, QueueTaskStatus.Queued, QueueTaskStatus.Running],
            Limit = 3,
        };

        var first = await Queue.ListAsync(all, Token);
        var second = await Queue.ListAsync(all with { After = first.Next }, Token);

        first.Tasks.Select(task => (task.TaskUid, task.Status)).ShouldBe([
            (Given.Uid("t2"), QueueTaskStatus.Failed),
            (Given.Uid("t3"), QueueTaskStatus.Running),
            (Given.Uid("t1"), QueueTaskStatus.Queued),
        ]);
        second.Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t4"));
        second.Next.ShouldBeNull();
    }

    [Fact]
    public async Task A_page_that_ends_with_the_list_has_no_next_one()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2"));

        (await Queue.ListAsync(new TaskQuery { Limit = 2 }, Token)).Next.ShouldBeNull();
    }

    [Fact]
    public async Task Who_looks_after_a_page_was_read_sees_what_was_written_since()
    {
        await AddAsync(Given.NewTask("t1"), Given.NewTask("t2"), Given.NewTask("t3"));
        await Queue.ListAsync(new TaskQuery { Limit = 1 }, Token);

        await AddAsync(Given.NewTask("t4"));

        (await Queue.FindAsync(Given.Uid("t4"), Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Lists_are_filtered_by_state_name_user_age_and_ghosts()
    {
        await AddAsync(
            Given.NewTask("t1", name: "task_a"),
            Given.NewTask("t2", name: "task_b") with { Username = "analyst1" },
            Given.NewTask("t3", name: "task_b") with { Ghost = true },
            Given.NewTask("t4", name: "task_b") with { Created = Given.Now.AddSeconds(-1) });
        async Task<IEnumerable<string>> ListAsync(TaskQuery query) =>
            (await Queue.ListAsync(query, Token)).Tasks.Select(task => task.TaskUid[..2]);

        (await ListAsync(new TaskQuery())).ShouldBe(["t4", "t1", "t2"]);
        (await ListAsync(new TaskQuery { Ghosts = true })).ShouldBe(["t4", "t1", "t2", "t3"]);
        (await ListAsync(new TaskQuery { Name = "task_b" })).ShouldBe(["t4", "t2"]);
        (await ListAsync(new TaskQuery { Username = "analyst1" })).ShouldBe(["t2"]);
        (await ListAsync(new TaskQuery { Since = Given.Now.AddSeconds(-1) })).ShouldBe(["t1", "t2"]);
        (await ListAsync(new TaskQuery { Statuses = [QueueTaskStatus.Running] })).ShouldBeEmpty();
        (await ListAsync(new TaskQuery { Statuses = [QueueTaskStatus.Done] })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Scheduled_tasks_are_listed_by_their_time_page_by_page()
    {
        await AddAsync(
            Given.NewTask("t1", place: "a"),
            Given.NewTask("t2", place: "b") with { NotBefore = Given.Now.AddHours(2) },
            Given.NewTask("t3", place: "c") with { Delay = 3_600 },
            Given.NewTask("t4", place: "d") with { NotBefore = Given.Now.AddHours(2) },
            Given.NewTask("t5", place: "e") with { NotBefore = Given.Now.AddHours(1), Ghost = true });
        var query = new TaskQuery { Scheduled = true, Limit = 2 };

        var first = await Queue.ListAsync(query, Token);
        var second = await Queue.ListAsync(query with { After = first.Next }, Token);

        first.Tasks.Select(task => task.TaskUid).ShouldBe(Given.Uids("t3", "t2"));
        second.Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t4"));
        second.Next.ShouldBeNull();
        (await Queue.ListAsync(query with { Ghosts = true, Limit = 10 }, Token)).Tasks.Count.ShouldBe(4);
        (await Queue.ListAsync(query with { Username = "somebody" }, Token)).Tasks.ShouldBeEmpty();
        (await Queue.ListAsync(query with { Name = "task_other" }, Token)).Tasks.ShouldBeEmpty();
        (await Queue.ListAsync(query with { Since = Given.Now }, Token)).Tasks.ShouldBeEmpty();
        (await Queue.ListAsync(query with { Name = first.Tasks[0].Name, Since = Given.Now.AddSeconds(-1) }, Token)).Tasks.Count.ShouldBe(2);
        Pass(3_600);
        (await Queue.ListAsync(query, Token)).Tasks.Select(task => task.TaskUid).ShouldBe(Given.Uids("t2", "t4"));
    }

    [Fact]
    public async Task Search_finds_tasks_about_an_object_and_tasks_that_touch_it_in_any_state()
    {
        await AddAsync(
            Given.NewTask("t1", place: "a") with { Retries = 0 },
            Given.NewTask("t2", place: "b", name: "task_b") with { ContextUid = "0", Uids = Given.Uids("c2", "c1"), Ghost = true },
            Given.NewTask("t3", place: "c") with { ContextUid = Given.Uid("c3") });
        await ReportAsync(await TakeAsync(Given.Pop() with { Names = ["task_action_receive"] }), ReportKind.Fail);

        (await Queue.SearchAsync(Given.Uid("c1"), null, Token)).Select(task => task.TaskUid).ShouldBe(Given.Uids("t2", "t1"));
        (await Queue.SearchAsync(Given.Uid("c1"), "task_b", Token)).ShouldHaveSingleItem();
        (await Queue.SearchAsync("0", null, Token)).ShouldHaveSingleItem();
        (await Queue.SearchAsync(Given.Uid("c9"), null, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Diff_sends_what_a_client_lacks_and_tells_what_it_must_drop()
    {
        await AddAsync(
            Given.NewTask("t1", place: "a"), Given.NewTask("t2", place: "b"), Given.NewTask("t3", place: "c") with { Ghost = true });
        await TakeAsync();

        var diff = await Queue.DiffAsync(new DiffRequest(Given.Uids("t1", "t2", "t3", "t9", "t9")), Token);

        diff.Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t1"));
        diff.Stale.ShouldBe(Given.Uids("t9", "t9"));
        (await Queue.DiffAsync(new DiffRequest([]), Token)).Tasks.Select(task => task.TaskUid).ShouldBe(Given.Uids("t1", "t2"));
    }

    [Fact]
    public async Task Diff_sends_a_waiting_task_that_advanced_even_to_a_client_that_names_it()
    {
        await AddAsync(Given.NewTask() with { Uids = Given.Uids("s1", "s2") });
        await ReportAsync(
            await TakeAsync(Given.LeasedPop()), ReportKind.Advance, new ItemOutcome(Given.Uid("s1"), ItemOutcomeKind.Done));

        var diff = await Queue.DiffAsync(new DiffRequest(Given.Uids("t1")), Token);

        diff.Tasks.ShouldHaveSingleItem().Uids.ShouldBe(Given.Uids("s2"));
        diff.Stale.ShouldBeEmpty();
    }

    [Fact]
    public async Task Diff_sends_at_most_5000_tasks_the_best_first_and_the_rest_next_time()
    {
        for (var i = 0; i < 6; i++)
        {
            await AddAsync([.. Enumerable.Range(i * 1_000, 1_000)
                .Select(n => Given.NewTask($"t{n}", place: $"p{n}") with { Created = Given.Now.AddSeconds(-n) })]);
        }

        var first = await Queue.DiffAsync(new DiffRequest([]), Token);
        var second = await Queue.DiffAsync(new DiffRequest([.. first.Tasks.Select(task => task.TaskUid)]), Token);

        (first.Tasks.Count, second.Tasks.Count).ShouldBe((5_000, 1_000));
        first.Tasks[0].TaskUid.ShouldBe(Given.Uid("t5999"));
        second.Tasks[^1].TaskUid.ShouldBe(Given.Uid("t0"));
    }

    [Fact]
    public async Task Uids_are_those_of_all_contexts_and_objects_each_once()
    {
        await AddAsync(
            Given.NewTask("t1") with { Uids = Given.Uids("s1", "s2"), Ghost = true },
            Given.NewTask("t2") with { Uids = Given.Uids("s2", "s3"), ContextUid = "0" });

        var uids = await Queue.UidsAsync([QueueTaskStatus.Queued], Token);

        uids.Order(StringComparer.Ordinal).ShouldBe(["0", Given.Uid("c1"), .. Given.Uids("s1", "s2", "s3")]);
        (await Queue.UidsAsync([QueueTaskStatus.Failed], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_oldest_is_that_of_the_queued_and_running_tasks()
    {
        (await Queue.OldestAsync(Token)).ShouldBeNull();
        await AddAsync(
            Given.NewTask("t1", place: "a") with { Created = Given.Now.AddSeconds(-9), Retries = 0 },
            Given.NewTask("t2", place: "b") with { Created = Given.Now.AddSeconds(-5), Ghost = true },
            Given.NewTask("t3", place: "c") with { NotBefore = Given.Now.AddDays(1) });
        (await Queue.OldestAsync(Token)).ShouldBe(Given.Now.AddSeconds(-9));

        var claim = await TakeAsync();
        (await Queue.OldestAsync(Token)).ShouldBe(Given.Now.AddSeconds(-9));
        await ReportAsync(claim, ReportKind.Fail);
        (await Queue.OldestAsync(Token)).ShouldBe(Given.Now.AddSeconds(-5));
    }
}
