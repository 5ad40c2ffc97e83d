using LabQueue.TestKit;

namespace LabQueue.Engine.Tests;

public sealed class ReportRulesTests
{
    private static readonly SiteSettings Settings = new();

    [Fact]
    public void A_report_of_an_unknown_task_is_told_so()
    {
        ReportRules.Judge(task: null, Report(), Settings).ShouldBe(ReportOutcome.NotFound);
        ReportRules.Judge(task: null, Report() with { Fence = 7 }, Settings).ShouldBe(ReportOutcome.NotFound);
    }

    [Fact]
    public void A_report_of_a_task_that_does_not_run_is_told_so()
    {
        ReportRules.Judge(Given.Task(), Report(), Settings).ShouldBe(ReportOutcome.NotRunning);
        ReportRules.Judge(Given.FailedTask(), Report(), Settings).ShouldBe(ReportOutcome.NotRunning);
    }

    [Fact]
    public void The_fence_of_the_present_claim_counts()
    {
        ReportRules.Judge(Given.LeasedTask(fence: 7), Report() with { Fence = 7 }, Settings).ShouldBe(ReportOutcome.Accepted);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    public void Any_other_fence_is_stale(long fence)
    {
        ReportRules.Judge(Given.LeasedTask(fence: 7), Report() with { Fence = fence }, Settings)
            .ShouldBe(ReportOutcome.Stale);
    }

    [Fact]
    public void A_fence_is_stale_once_the_task_waits_again_or_is_a_classic_consumers()
    {
        ReportRules.Judge(Given.Task(), Report() with { Fence = 7 }, Settings).ShouldBe(ReportOutcome.Stale);
        ReportRules.Judge(Given.RunningTask(), Report() with { Fence = 7 }, Settings).ShouldBe(ReportOutcome.Stale);
    }

    [Fact]
    public void A_classic_report_counts_whoever_has_the_task()
    {
        ReportRules.Judge(Given.RunningTask(), Report() with { ConsumerId = "another" }, Settings)
            .ShouldBe(ReportOutcome.Accepted);
    }

    [Fact]
    public void A_site_may_compare_the_consumer_where_it_is_named()
    {
        var settings = Settings with { CompareConsumer = true };

        ReportRules.Judge(Given.RunningTask(), Report() with { ConsumerId = "another" }, settings)
            .ShouldBe(ReportOutcome.Stale);
        ReportRules.Judge(Given.RunningTask(), Report() with { ConsumerId = "http://127.0.0.1:8089" }, settings)
            .ShouldBe(ReportOutcome.Accepted);
        ReportRules.Judge(Given.RunningTask(), Report(), settings).ShouldBe(ReportOutcome.Accepted);
    }

    [Theory]
    [InlineData(ReportKind.Done, QueueTaskStatus.Done)]
    [InlineData(ReportKind.Fail, QueueTaskStatus.Queued)]
    [InlineData(ReportKind.Timeout, QueueTaskStatus.Queued)]
    [InlineData(ReportKind.Release, QueueTaskStatus.Queued)]
    [InlineData(ReportKind.Advance, QueueTaskStatus.Queued)]
    public void Each_kind_of_report_has_its_end(ReportKind kind, QueueTaskStatus end)
    {
        var (task, counted) = ReportRules.Apply(Given.LeasedTask(), Report() with { Kind = kind }, Given.Now);

        task.Status.ShouldBe(end);
        counted.ShouldBeEmpty();
    }

    private static TaskReport Report() => new(ReportKind.Done, Given.Uid("t1"));
}
