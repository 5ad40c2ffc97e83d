using Microsoft.Playwright;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>The pages of a task, of the consumers and of one's own tasks, in a real browser.</summary>
public sealed class QueuePagesTests(RunningQueue server, Browser browser) : IClassFixture<RunningQueue>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pages_are_good_for_everybody()
    {
        var failed = await server.AddFailedAsync("task_good", string.Join('\n', Enumerable.Repeat("File worksheet.py, line 7, in verify", 30)));
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "labmanager");
        foreach (var path in new[] { $"queue_tasks/{failed}", "queue_consumers", "my_tasks", "my_tasks?tab=ended" })
        {
            await guest.GoAsync(path);
            await guest.ExpectGoodForAllInAllLooksAsync();
        }
    }

    [Fact]
    public async Task A_task_tells_what_it_waits_for_and_who_may_do_nothing_about_it_gets_no_buttons()
    {
        var first = await server.AddAsync(new NewTask("task_waits", "0", "/senaite/worksheets/WS-900"));
        await server.TakeAsync(first);
        var second = await server.AddAsync(new NewTask("task_waits", "0", "/senaite/worksheets/WS-900"));
        await using var guest = await Guest.OpenAsync(browser, server.Setup, Look.Plain, "verifier1");

        await guest.GoAsync($"queue_tasks/{second.TaskUid}");

        await Assertions.Expect(guest.Heading("Why is it waiting?")).ToBeVisibleAsync();
        await Assertions.Expect(guest.Page.GetByText("A task of the same kind works at the same place")).ToBeVisibleAsync();
        await Assertions.Expect(guest.Link(first.TaskUid[..9])).ToBeVisibleAsync();
        await Assertions.Expect(guest.Button("Requeue")).ToHaveCountAsync(0);
        await Assertions.Expect(guest.Button("Cancel")).ToHaveCountAsync(0);
        (await guest.SendAsync($"queue_tasks/{second.TaskUid}", ("what", "cancel"), ("sure", "true"))).ShouldBe(403);
        (await server.Queue.FindAsync(second.TaskUid, Token)).ShouldNotBeNull().Status.ShouldBe(QueueTaskStatus.Queued);
    }

    [Fact]
    public async Task Texts_of_a_task_are_shown_as_texts()
    {
        const string hostile = "<script>document.title='caught'</script><b>bold</b> \u202Eeman";
        var uid = await server.AddFailedAsync("task_hostile", hostile);
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "labmanager");

        foreach (var path in new[] { $"queue_tasks/{uid}", "queue_tasks?tab=failed&name=task_hostile" })
        {
            await guest.GoAsync(path);
            await Assertions.Expect(guest.Page.GetByText("<b>bold</b>").First).ToBeVisibleAsync();
            (await guest.Page.TitleAsync()).ShouldNotContain("caught");
        }
    }

    [Fact]
    public async Task The_consumers_tell_what_they_run_and_only_to_who_may_look()
    {
        var task = await server.AddAsync(new NewTask("task_consumed", "0", "/senaite/worksheets/WS-901"));
        await server.TakeAsync(task);
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "analyst1");
        await guest.GoAsync("queue_consumers");

        var row = guest.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "http://taker.example:8080" });
        await Assertions.Expect(row).ToContainTextAsync("Taker 1.2");
        await Assertions.Expect(row.GetByRole(AriaRole.Link, new() { Name = task.TaskUid[..9] })).ToBeVisibleAsync();

        await using var client = await Guest.OpenAsync(browser, server.Setup, new Look(), "rita");
        (await client.GoAsync("queue_consumers")).ShouldNotBeNull().Status.ShouldBe(403);
        (await client.GoAsync("queue_tasks")).ShouldNotBeNull().Status.ShouldBe(403);
        (await client.GoAsync($"queue_tasks/{task.TaskUid}")).ShouldNotBeNull().Status.ShouldBe(404);
    }

    [Fact]
    public async Task Everybody_sees_and_cancels_own_tasks_and_no_others()
    {
        var own = await server.AddAsync(new NewTask("task_own", "0", "/senaite/worksheets/WS-902") { Username = "rita" });
        var foreign = await server.AddAsync(new NewTask("task_foreign", "0", "/senaite/worksheets/WS-903"));
        await using var guest = await Guest.OpenAsync(browser, server.Setup, new Look(), "rita");
        await guest.GoAsync("my_tasks");
        await Assertions.Expect(guest.Link(own.TaskUid[..9])).ToBeVisibleAsync();
        await Assertions.Expect(guest.Link(foreign.TaskUid[..9])).ToHaveCountAsync(0);
        (await guest.SendAsync("my_tasks", ("uid", foreign.TaskUid), ("sure", "true"))).ShouldBe(403);
        var behindOwn = Enumerable.Repeat(own.TaskUid, 100).Append(foreign.TaskUid).Select(uid => ("uid", uid)).Append(("sure", "true"));
        (await guest.SendAsync("my_tasks", [.. behindOwn])).ShouldBe(403);
        (await server.Queue.FindAsync(foreign.TaskUid, Token)).ShouldNotBeNull().Status.ShouldBe(QueueTaskStatus.Queued);

        await guest.Page.GetByLabel($"Select task {own.TaskUid[..9]}").CheckAsync();
        await guest.Button("Cancel (1)").ClickAsync();
        await guest.Page.GetByLabel("Reason").FillAsync("no longer needed");
        await guest.Button("Cancel 1 task").ClickAsync();

        await Assertions.Expect(guest.Page.GetByText("1 task was cancelled.")).ToBeVisibleAsync();
        await guest.Link("Ended tasks").ClickAsync();
        await Assertions.Expect(guest.Page.GetByText("no longer needed")).ToBeVisibleAsync();
        (await guest.DownloadAsync("Download as CSV")).ShouldContain($"\"{own.TaskUid}\",\"cancelled\",\"task_own\"");
    }
}
