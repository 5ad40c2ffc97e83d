namespace LabQueue.TestKit.Contract;

/// <content>Finding tasks by words.</content>
public abstract partial class TaskStoreContract
{
    private static readonly TimeSpan IndexPatience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_task_is_found_by_words_of_its_name_context_user_uid_and_error()
    {
        await AddAsync(
            Given.NewTask("t1", name: "task_assign_analyses") with
            {
                ContextPath = "/senaite/clients/client-1/W-0005",
                Username = "labmanager",
                ErrorMessage = JsonText.FromString("HTTPError: 500 Caf\u00e9 \u6837\u54c1\u9519\u8bef"),
            },
            Given.NewTask("t2", name: "task_verify_analyses") with { ContextPath = "/senaite/clients/client-2/W-0006" });

        foreach (var words in (string[])
            ["assign", "task_ass", "W-0005", "w-00 labman", "0005", Given.Uid("t1"), Given.Uid("t1")[..9], "httperr", "cafe", "CAF\u00c9", "\u9519\u8bef", "analyses W-0005"])
        {
            (await FindAsync(new TaskSearch { Text = words })).ShouldBe(["t1"], words);
        }

        (await FindAsync(new TaskSearch { Text = "analyses" })).ShouldBe(["t2", "t1"]);
        (await FindAsync(new TaskSearch { Text = "W-00" })).ShouldBe(["t2", "t1"]);
        foreach (var words in (string[])["ssign", "senaite", "assign W-0006", "no such word", "*", "\" OR a*", "-", "W-0005X"])
        {
            (await FindAsync(new TaskSearch { Text = words })).ShouldBeEmpty(words);
        }
    }

    [Fact]
    public async Task Each_filter_looks_into_its_own_field()
    {
        await AddAsync(
            Given.NewTask("t1", name: "alpha") with { Username = "beta", ContextPath = "/senaite/gamma", Priority = -5 },
            Given.NewTask("t2", name: "beta") with { Username = "alpha", ContextPath = "/senaite/delta", Ghost = true, Priority = 5 });

        (await FindAsync(new TaskSearch { Name = "alpha" })).ShouldBe(["t1"]);
        (await FindAsync(new TaskSearch { User = "bet" })).ShouldBe(["t1"]);
        (await FindAsync(new TaskSearch { User = "alpha" })).ShouldBeEmpty();
        (await FindAsync(new TaskSearch { User = "alpha", Ghosts = true })).ShouldBe(["t2"]);
        (await FindAsync(new TaskSearch { Username = "bet" })).ShouldBeEmpty();
        (await FindAsync(new TaskSearch { Username = "beta" })).ShouldBe(["t1"]);
        (await FindAsync(new TaskSearch { Context = "delta", Ghosts = true })).ShouldBe(["t2"]);
        (await FindAsync(new TaskSearch { Context = Given.Uid("c1") })).ShouldBe(["t1"]);
        (await FindAsync(new TaskSearch { TaskUid = "t1" })).ShouldBe(["t1"]);
        (await FindAsync(new TaskSearch { Priority = -5, Name = "a" })).ShouldBe(["t1"]);
        (await FindAsync(new TaskSearch { Priority = 5 })).ShouldBeEmpty();
        (await FindAsync(new TaskSearch { Ghosts = true })).ShouldBe(["t2", "t1"]);
    }

    [Fact]
    public async Task A_search_follows_a_task_from_state_to_state()
    {
        await AddAsync(Given.NewTask("t1", name: "alpha") with { Retries = 1 });
        (await FindAsync(Alpha(QueueTaskStatus.Queued))).ShouldBe(["t1"]);
        (await FindAsync(Alpha(QueueTaskStatus.Running))).ShouldBeEmpty();

        var claim = await TakeAsync();
        (await FindAsync(Alpha(QueueTaskStatus.Running))).ShouldBe(["t1"]);
        await Queue.ReportAsync(
            new TaskReport(ReportKind.Fail, claim.TaskUid) { ErrorMessage = JsonText.FromString("boom") }, Token);
        (await FindAsync(new TaskSearch { Error = "boom" })).ShouldBe(["t1"]);

        Pass(10);
        await ReportAsync(await TakeAsync(), ReportKind.Fail);
        (await FindAsync(Alpha(QueueTaskStatus.Failed))).ShouldBe(["t1"]);
        (await FindAsync(Alpha(QueueTaskStatus.Queued, QueueTaskStatus.Running))).ShouldBeEmpty();

        await Queue.RequeueAsync(Given.Uid("t1"), Given.Manager, Token);
        (await FindAsync(Alpha(QueueTaskStatus.Queued))).ShouldBe(["t1"]);

        Pass(10);
        await ReportAsync(await TakeAsync(), ReportKind.Done);
        var done = (await SearchAsync(Alpha(QueueTaskStatus.Done))).Tasks.ShouldHaveSingleItem();
        (done.Task.Status, done.End.ShouldNotBeNull().EndedBy).ShouldBe((QueueTaskStatus.Done, claim.ConsumerId));
        (await FindAsync(Alpha(QueueTaskStatus.Queued, QueueTaskStatus.Failed))).ShouldBeEmpty();
        (await FindAsync(new TaskSearch { Text = "alpha" })).ShouldBe(["t1"]);
    }

    [Fact]
    public async Task What_is_found_comes_page_by_page_the_latest_first()
    {
        await AddAsync([.. Enumerable.Range(10, 50).Select(n => Given.NewTask($"t{n}", name: "wholeword", place: $"p{n}"))]);
        await Queue.DeleteAsync(Given.Uid("t30"), Given.Manager, Token);
        var all = new TaskSearch { Text = "wholeword", Statuses = [QueueTaskStatus.Queued], Limit = 20 };

        var first = await SearchAsync(all);
        var second = await SearchAsync(all with { Before = first.Next });
        var third = await SearchAsync(all with { Before = second.Next });

        Starts(first).Concat(Starts(second)).Concat(Starts(third)).ShouldBe(
            Enumerable.Range(10, 50).Reverse().Where(n => n != 30).Select(n => $"t{n}"));
        (first.Tasks.Count, second.Tasks.Count, third.Tasks.Count, third.Next).ShouldBe((20, 20, 9, null));
    }

    [Fact]
    public async Task A_rare_long_word_is_found_behind_many_that_begin_like_it()
    {
        await AddAsync(Given.NewTask("t1", name: "wordrare"));
        await AddAsync([.. Enumerable.Range(0, 900).Select(n => Given.NewTask($"m{n}", name: "wordmany", place: $"p{n}"))]);

        (await FindAsync(new TaskSearch { Text = "wordrare" })).ShouldBe(["t1"]);
        (await FindAsync(new TaskSearch { Text = "wordmany", Limit = 1_000 })).Count.ShouldBe(900);
    }

    [Fact]
    public async Task Searches_of_a_site_find_its_tasks_alone_and_know_them_after_a_restart()
    {
        await Store.AddSiteAsync(Given.Site("other"), Given.Manager, Token);
        await Store.Queue("other").AddAsync([Given.NewTask("o1", name: "alpha")], Given.Clerk, Token);
        await AddAsync(Given.NewTask("t1", name: "alpha"));
        (await FindAsync(new TaskSearch { Text = "alpha" })).ShouldBe(["t1"]);

        await ReopenAsync();
        await AddAsync(Given.NewTask("t2", name: "alpha"));

        (await FindAsync(new TaskSearch { Text = "alpha" })).ShouldBe(["t2", "t1"]);
    }

    [Fact]
    public async Task Who_waits_finds_what_was_there_when_asking()
    {
        for (var i = 1; i < 9; i++)
        {
            await AddAsync(Given.NewTask($"t{i}", name: "alpha", place: $"p{i}"));
            (await Queue.FindTasksAsync(new TaskSearch { Name = "alpha", Wait = IndexPatience }, Token)).Tasks.Count.ShouldBe(i);
        }
    }

    [Fact]
    public async Task What_is_not_kept_any_longer_is_not_found()
    {
        await AddAsync(Given.NewTask("t1", name: "alpha"));
        await ReportAsync(await TakeAsync(), ReportKind.Done);
        (await FindAsync(new TaskSearch { Text = "alpha" })).ShouldBe(["t1"]);

        Pass(100 * 86_400.0);
        await SweepAsync();

        (await FindAsync(new TaskSearch { Text = "alpha" })).ShouldBeEmpty();
    }

    private static TaskSearch Alpha(params QueueTaskStatus[] statuses) => new() { Name = "alpha", Statuses = statuses };

    private static IEnumerable<string> Starts(TaskSearchPage page) => page.Tasks.Select(found => found.Task.TaskUid[..3]);

    private async Task<IReadOnlyList<string>> FindAsync(TaskSearch search) =>
        [.. (await SearchAsync(search)).Tasks.Select(found => found.Task.TaskUid[..2])];

    // The index follows the commits, and says what it knows: what was on disk a moment ago.
    private async Task<TaskSearchPage> SearchAsync(TaskSearch search)
    {
        Pass(0.001);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(IndexPatience);
        while (true)
        {
            var page = await Queue.FindTasksAsync(search, patience.Token);
            if (page.Known == Clock.GetUtcNow())
            {
                return page;
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
