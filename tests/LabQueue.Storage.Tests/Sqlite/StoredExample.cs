using LabQueue.Engine;
using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Sqlite;

/// <summary>A small site with a bit of everything: what a restart, a migration and a backup must bring back.</summary>
internal static class StoredExample
{
    private const string Site = "senaite";

    public static async Task WriteAsync(IQueueStore store, ManualTimeProvider clock, CancellationToken token)
    {
        await store.AddSiteAsync(Given.Site(Site) with { Keys = ["key-1", "key-0"] }, Given.Manager, token);
        await store.PutAccountAsync(Site, new Account("analyst1", "hash", ["Analyst"], Disabled: false), Given.Manager, token);
        var queue = store.Queue(Site);
        NewTask[] wishes =
        [
            Given.NewTask("t1", place: "p1"),
            Given.NewTask("t2", place: "p2") with { Uids = Given.Uids("s1", "s2"), Lane = "lane", Priority = 11 },
            Given.NewTask("t3", place: "p3") with { Retries = 0, Priority = 12 },
            Given.NewTask("t4", place: "p4") with { Priority = 13, Delay = 5, Ghost = true },
            Given.NewTask("t5", place: "p5") with { Priority = 14 },
        ];
        await queue.AddAsync(wishes, Given.Clerk, token);
        var done = (await queue.PopAsync(Given.Pop(), token)).Tasks.Single();
        await queue.ReportAsync(new TaskReport(ReportKind.Done, done.TaskUid), token);
        var leased = (await queue.PopAsync(Given.LeasedPop(seconds: 60), token)).Tasks.Single();
        var chunk = new TaskReport(ReportKind.Advance, leased.TaskUid)
        {
            Fence = leased.Fence,
            Processed = [new ItemOutcome(Given.Uid("s1"), ItemOutcomeKind.Refused, "too late")],
        };
        await queue.PopAsync(Given.LeasedPop(seconds: 60) with { Reports = [chunk] }, token);
        var failed = (await queue.PopAsync(Given.Pop(), token)).Tasks.Single();
        await queue.ReportAsync(
            new TaskReport(ReportKind.Fail, failed.TaskUid) { ErrorMessage = JsonText.FromString("boom") }, token);
        await queue.ChangeSettingsAsync(
            new Dictionary<string, JsonText>(StringComparer.Ordinal) { ["max_retries"] = new("7") }, Given.Manager, token);
        clock.Advance(TimeSpan.FromSeconds(30));
        while (await store.SweepAsync(token))
        {
        }
    }

    public static async Task CheckAsync(IQueueStore store, TimeProvider clock, CancellationToken token)
    {
        var queue = store.Queue(Site);
        var all = new TaskQuery
        {
            Statuses = [QueueTaskStatus.Queued, QueueTaskStatus.Running, QueueTaskStatus.Failed],
            Ghosts = true,
        };
        var tasks = (await queue.ListAsync(all, token)).Tasks;
        tasks.Select(task => (task.TaskUid, task.Status)).ShouldBe([
            (Given.Uid("t2"), QueueTaskStatus.Running),
            (Given.Uid("t3"), QueueTaskStatus.Failed),
            (Given.Uid("t4"), QueueTaskStatus.Queued),
            (Given.Uid("t5"), QueueTaskStatus.Queued),
        ]);
        tasks[0].ShouldSatisfyAllConditions(
            task => task.Uids.ShouldBe(Given.Uids("s2")),
            task => (task.ConsumerId, task.Lane, task.Attempts).ShouldBe(("consumer-1", "lane", 2)),
            task => task.Progress.ShouldBe(new TaskProgress(0, 1, 0, 0)),
            task => task.LeaseUntil.ShouldBe(clock.GetUtcNow().AddSeconds(60)));
        tasks[1].ErrorMessage.ToString().ShouldBe("boom");

        var history = await queue.HistoryAsync(new HistoryQuery(), token);
        history.Entries.Select(entry => (entry.Task.TaskUid, entry.Task.Status))
            .ShouldBe([(Given.Uid("t1"), QueueTaskStatus.Done), (Given.Uid("t3"), QueueTaskStatus.Failed)]);
        var details = (await queue.ExplainAsync(Given.Uid("t2"), token)).ShouldNotBeNull();
        details.Attempts.Select(attempt => attempt.Outcome).ShouldBe(["advance", null]);
        details.Outcomes.ShouldBe([new ItemOutcome(Given.Uid("s1"), ItemOutcomeKind.Refused, "too late")]);
        var stats = await queue.StatsAsync(token);
        (stats.Queued, stats.Running, stats.Failed, stats.Done).ShouldBe((2, 1, 1, 1));
        (await queue.SettingsAsync(token)).MaxRetries.ShouldBe(7);
        store.Sites[Site].Keys.ShouldBe(["key-1", "key-0"]);
        (await store.FindAccountAsync(Site, "analyst1", token))?.Roles.ShouldBe(["Analyst"]);

        var report = new TaskReport(ReportKind.Done, tasks[0].TaskUid) { Fence = tasks[0].Fence };
        (await queue.ReportAsync(report, token)).Outcome.ShouldBe(ReportOutcome.Accepted);
        (await queue.PopAsync(Given.LeasedPop(), token)).Tasks.ShouldHaveSingleItem().Fence
            .ShouldNotBeNull().ShouldBeGreaterThan(tasks[0].Fence!.Value);
    }
}
