using LabQueue.TestKit;

namespace LabQueue.Engine.Tests;

/// <summary>Ways back into the queue that are no failure: ends of leases, release, advance, requeue, cancel.</summary>
public sealed class TaskComebackTests
{
    private static readonly DateTimeOffset Later = Given.Now.AddSeconds(60);

    [Fact]
    public void An_orphan_comes_back_as_it_was()
    {
        var task = TaskLifecycle.Orphan(Given.LeasedTask(), new SiteSettings(), Later);

        task.ShouldBe(Given.LeasedTask() with
        {
            Status = QueueTaskStatus.Queued,
            Orphaned = 1,
            Fence = null,
            LeaseUntil = null,
        });
    }

    [Fact]
    public void The_fifth_orphaning_in_a_row_counts_as_a_failure()
    {
        var task = Given.LeasedTask();
        for (var run = 1; run <= 4; run++)
        {
            task = TaskLifecycle.Orphan(task with { Status = QueueTaskStatus.Running }, new SiteSettings(), Later);
            (task.Orphaned, task.Retries, task.Created).ShouldBe((run, 3, Given.Now));
        }

        task = TaskLifecycle.Orphan(task with { Status = QueueTaskStatus.Running }, new SiteSettings(), Later);

        task.ShouldSatisfyAllConditions(
            () => task.Status.ShouldBe(QueueTaskStatus.Queued),
            () => (task.Orphaned, task.Retries, task.Created).ShouldBe((0, 2, Later)),
            () => task.ErrorMessage.ToString().ShouldNotBeNull().ShouldContain("silent 5 times"));
    }

    [Fact]
    public void The_fifth_orphaning_without_retries_fails_for_good()
    {
        var task = Given.LeasedTask() with { Orphaned = 4, Retries = 0 };

        TaskLifecycle.Orphan(task, new SiteSettings(), Later).Status.ShouldBe(QueueTaskStatus.Failed);
    }

    [Fact]
    public void A_site_may_count_each_orphaning_as_a_failure()
    {
        var task = TaskLifecycle.Orphan(Given.LeasedTask(), new SiteSettings { MaxOrphaned = 1 }, Later);

        task.Retries.ShouldBe(2);
    }

    [Fact]
    public void A_released_task_comes_back_untouched()
    {
        TaskLifecycle.Release(Given.LeasedTask()).ShouldBe(Given.LeasedTask() with
        {
            Status = QueueTaskStatus.Queued,
            Fence = null,
            LeaseUntil = null,
        });
    }

    [Fact]
    public void Advance_takes_off_what_was_processed_and_queues_the_same_task()
    {
        var task = Given.LeasedTask() with { Orphaned = 3 };

        var (after, counted) = TaskLifecycle.Advance(task, [Outcome("s2", ItemOutcomeKind.Refused)], Later);

        counted.ShouldBe([Outcome("s2", ItemOutcomeKind.Refused)]);
        after.Uids.ShouldBe(Given.Uids("s1", "s3"));
        after.ShouldSatisfyAllConditions(
            () => after.Status.ShouldBe(QueueTaskStatus.Queued),
            () => after.Progress.ShouldBe(new TaskProgress(0, 1, 0, 0)),
            () => after.Started.ShouldBe(Later),
            () => after.Orphaned.ShouldBe(0),
            () => (after.Created, after.Retries, after.ChunkSize, after.Arrival).ShouldBe((Given.Now, 3, 10, 1L)),
            () => (after.Fence, after.LeaseUntil).ShouldBe((null, null)));
    }

    [Fact]
    public void Advance_ends_the_task_when_nothing_is_left()
    {
        var all = Array.ConvertAll(["s1", "s2", "s3"], start => Outcome(start, ItemOutcomeKind.Done));

        var (after, _) = TaskLifecycle.Advance(Given.LeasedTask(), all, Later);

        (after.Status, after.Uids.Count, after.Progress.Done).ShouldBe((QueueTaskStatus.Done, 0, 3));
    }

    [Fact]
    public void Advance_counts_the_first_outcome_of_an_object_and_no_strangers()
    {
        ItemOutcome[] processed =
        [
            Outcome("s1", ItemOutcomeKind.Done), Outcome("s1", ItemOutcomeKind.Failed), Outcome("x9", ItemOutcomeKind.Done),
        ];

        var (after, counted) = TaskLifecycle.Advance(Given.LeasedTask(), processed, Later);

        counted.ShouldBe([processed[0]]);
        after.Progress.ShouldBe(new TaskProgress(1, 0, 0, 0));
    }

    [Fact]
    public void Advance_of_nothing_only_gives_the_task_back()
    {
        var (after, counted) = TaskLifecycle.Advance(Given.LeasedTask(), [], Later);

        counted.ShouldBeEmpty();
        (after.Status, after.Uids.Count).ShouldBe((QueueTaskStatus.Queued, 3));
    }

    [Fact]
    public void A_cancelled_task_does_not_come_back_in_any_way()
    {
        var task = Given.LeasedTask() with { CancelRequested = true };

        QueueTask[] ends =
        [
            TaskLifecycle.Fail(task, null, Later),
            TaskLifecycle.TimeOut(task, Later),
            TaskLifecycle.Release(task),
            TaskLifecycle.Orphan(task, new SiteSettings(), Later),
            TaskLifecycle.Orphan(task with { Orphaned = 4 }, new SiteSettings(), Later),
            TaskLifecycle.Advance(task, [Outcome("s1", ItemOutcomeKind.Done)], Later).Task,
        ];

        ends.ShouldAllBe(end => end.Status == QueueTaskStatus.Cancelled);
        TaskLifecycle.IsToStop(task, ConsumerMode.Active, Given.Now).ShouldBeTrue();
    }

    [Fact]
    public void Requeue_gives_fresh_retries_and_a_new_place_behind_its_equals_and_keeps_the_rest()
    {
        var failed = Given.FailedTask() with { MaxSeconds = 405, ChunkSize = 2, Delay = 5 };

        var task = TaskLifecycle.Requeue(failed, new SiteSettings { MaxRetries = 6 }, arrival: 44);

        task.ShouldBe(failed with { Status = QueueTaskStatus.Queued, Retries = 6, Arrival = 44 });
    }

    [Fact]
    public void Requeue_of_a_running_task_voids_the_claim_and_the_wish_to_end_it()
    {
        var task = TaskLifecycle.Requeue(
            Given.LeasedTask() with { CancelRequested = true, Orphaned = 3 }, new SiteSettings(), arrival: 2);

        task.ShouldSatisfyAllConditions(
            () => (task.Fence, task.LeaseUntil).ShouldBe((null, null)),
            () => task.CancelRequested.ShouldBeFalse(),
            () => task.Orphaned.ShouldBe(0));
    }

    private static ItemOutcome Outcome(string start, ItemOutcomeKind kind) => new(Given.Uid(start), kind);
}
