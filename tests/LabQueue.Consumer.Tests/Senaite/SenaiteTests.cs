using LabQueue.TestKit;

namespace LabQueue.Consumer.Tests.Senaite;

/// <summary>The consumer that serves a SENAITE site, over HTTP on both sides.</summary>
public sealed class SenaiteTests
{
    [Fact]
    public async Task The_site_works_on_a_task_as_the_person_whose_it_is_and_the_task_is_done()
    {
        await using var bench = await SenaiteBench.StartAsync();

        await bench.AddAsync("t1", username: "lab_manager:jr");

        (await bench.Queue.NextReportAsync()).ShouldSatisfyAllConditions(
            report => report.Report.Kind.ShouldBe(ReportKind.Done),
            report => report.Outcome.ShouldBe(ReportOutcome.Accepted));
        bench.Site.Processed.ShouldHaveSingleItem().ShouldBe(
            (Given.Uid("t1"), "lab_manager:jr", "consumer-1", bench.Site.Address.AbsoluteUri));
        (await bench.TaskAsync("t1")).Status.ShouldBe(QueueTaskStatus.Done);
    }

    [Theory]
    [InlineData("anothers", "HTTPError: 403 Forbidden - Task belongs to another user")]
    [InlineData("no_object", "HTTPError: 500 Internal Server Error - Context is None")]
    [InlineData("boom", "HTTPError: 500 Internal Server Error - RuntimeError: boom")]
    [InlineData("no_adapter", "HTTPError: 501 Not Implemented - No adapter registered")]
    [InlineData("no_route", "HTTPError: 200 404 Not Found: The requested URL was not found")]
    [InlineData("page", "HTTPError: 502 Server Error: Bad Gateway for url: ")]
    [InlineData("drop", "ConnectionError: ")]
    public async Task What_the_site_says_is_what_the_failed_task_says(string name, string message)
    {
        await using var bench = await SenaiteBench.StartAsync();

        await bench.AddAsync("t1", name);

        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Fail);
        var task = await bench.TaskAsync("t1");
        task.Status.ShouldBe(QueueTaskStatus.Failed);
        task.ErrorMessage!.Value.ToString().ShouldStartWith(message);
        bench.Site.Processed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_tasks_are_worked_on_at_once_and_none_waits_for_a_clock()
    {
        await using var bench = await SenaiteBench.StartAsync();

        foreach (var start in new[] { "t1", "t2", "t3", "t4" })
        {
            await bench.AddAsync(start, "slow");
            await bench.Site.Begun.WaitAsync(TestContext.Current.CancellationToken);
        }

        bench.Status.Running.ShouldBe(4);
        bench.Site.Go.SetResult();
        for (var i = 0; i < 4; i++)
        {
            (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Done);
        }

        (bench.Server.Clock.GetUtcNow() - Given.Now).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_site_that_hangs_is_left_alone_after_the_tasks_own_time_limit()
    {
        await using var bench = await SenaiteBench.StartAsync();
        await bench.AddAsync("t1", "hang", maxSeconds: 4);
        await bench.Site.Begun.WaitAsync(TestContext.Current.CancellationToken);

        bench.Server.Clock.Advance(TimeSpan.FromSeconds(4));

        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Timeout);
        var task = await bench.TaskAsync("t1");
        (task.ErrorMessage!.Value.ToString(), task.MaxSeconds).ShouldBe(("Timeout", 6));
    }

    [Fact]
    public async Task A_site_that_is_away_costs_no_task_anything_and_they_go_on_when_it_is_back()
    {
        await using var bench = await SenaiteBench.StartAsync();
        await bench.CloseSiteAsync();

        await bench.AddAsync("t1");
        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Release);
        bench.Status.Trouble.ShouldNotBeNull().ShouldStartWith("the site http://127.0.0.1:");
        (await bench.TaskAsync("t1")).Retries.ShouldBe(0);
        await bench.OpenSiteAsync();
        await bench.PassUntilAsync(() => !bench.Site.Processed.IsEmpty);

        // What waited for work when the site went away may have taken the task once more, and given it back.
        var last = await bench.Queue.NextReportAsync();
        last = last.Report.Kind == ReportKind.Release ? await bench.Queue.NextReportAsync() : last;
        last.Report.Kind.ShouldBe(ReportKind.Done);
        bench.Status.Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task A_proxy_that_has_no_site_behind_it_counts_as_a_site_that_is_away()
    {
        await using var bench = await SenaiteBench.StartAsync();

        await bench.AddAsync("t1", "away");

        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Release);
    }

    [Fact]
    public async Task A_stop_waits_for_what_the_site_works_on()
    {
        await using var bench = await SenaiteBench.StartAsync();
        await bench.AddAsync("t1", "slow");
        await bench.Site.Begun.WaitAsync(TestContext.Current.CancellationToken);

        var stopped = bench.StopAsync();
        bench.Site.Go.SetResult();
        await stopped;

        (await bench.TaskAsync("t1")).Status.ShouldBe(QueueTaskStatus.Done);
    }
}
