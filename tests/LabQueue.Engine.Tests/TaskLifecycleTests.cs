using LabQueue.TestKit;

namespace LabQueue.Engine.Tests;

public sealed class TaskLifecycleTests
{
    private static readonly DateTimeOffset Later = Given.Now.AddSeconds(60);

    [Fact]
    public void A_wish_without_values_of_its_own_takes_the_sites_defaults()
    {
        var wish = new NewTask("task_a", TaskUid.Site, "/senaite");
        var settings = new SiteSettings { DefaultChunkSize = 7, MaxRetries = 5, MinSecondsTask = 4, MaxSecondsUnlock = 90 };

        var task = TaskLifecycle.Create(wish, settings, "lab_clerk", arrival: 12, Given.Now);

        task.ShouldSatisfyAllConditions(
            () => TaskUid.IsValid(task.TaskUid).ShouldBeTrue(),
            () => task.Status.ShouldBe(QueueTaskStatus.Queued),
            () => task.Created.ShouldBe(Given.Now),
            () => task.Priority.ShouldBe(10),
            () => (task.ChunkSize, task.Retries, task.MinSeconds, task.MaxSeconds).ShouldBe((7, 5, 4, 90)),
            () => task.Username.ShouldBe("lab_clerk"),
            () => task.Arrival.ShouldBe(12));
    }

    [Fact]
    public void A_wish_keeps_the_values_that_it_names()
    {
        var wish = Given.NewTask() with
        {
            Created = Given.Now.AddHours(-1),
            Retries = 0,
            ChunkSize = 0,
            MinSeconds = 0,
            MaxSeconds = 1,
            Priority = -5,
            Username = "analyst1",
        };

        var task = TaskLifecycle.Create(wish, new SiteSettings(), "lab_clerk", arrival: 1, Given.Now);

        task.ShouldSatisfyAllConditions(
            () => task.TaskUid.ShouldBe(wish.TaskUid),
            () => task.Created.ShouldBe(Given.Now.AddHours(-1)),
            () => (task.Retries, task.ChunkSize, task.MinSeconds, task.MaxSeconds, task.Priority).ShouldBe((0, 0, 0, 1, -5)),
            () => task.Username.ShouldBe("analyst1"));
    }

    [Fact]
    public void A_task_is_ready_once_its_delay_is_over()
    {
        var task = Given.Task() with { Delay = 30 };

        TaskLifecycle.ReadyAt(task).ShouldBe(Given.Now.AddSeconds(30));
    }

    [Fact]
    public void A_task_with_both_a_delay_and_a_time_is_ready_at_the_later_one()
    {
        var task = Given.Task() with { Delay = 30 };

        TaskLifecycle.ReadyAt(task with { NotBefore = Given.Now.AddSeconds(20) }).ShouldBe(Given.Now.AddSeconds(30));
        TaskLifecycle.ReadyAt(task with { NotBefore = Given.Now.AddSeconds(40) }).ShouldBe(Given.Now.AddSeconds(40));
    }

    [Fact]
    public void A_negative_delay_makes_a_task_ready_before_it_was_created()
    {
        var task = Given.Task() with { Created = Given.Now.AddSeconds(10), Delay = -20 };

        TaskLifecycle.ReadyAt(task).ShouldBe(Given.Now.AddSeconds(-10));
    }

    [Fact]
    public void The_latest_time_with_a_delay_is_no_reason_to_break()
    {
        var task = Given.Task() with { Created = UnixTime.FromSeconds(UnixTime.LatestSeconds), Delay = int.MaxValue };

        TaskLifecycle.ReadyAt(task).ShouldBeGreaterThan(Given.Now);
    }

    [Fact]
    public void A_classic_consumer_takes_a_task_without_lease_and_fence()
    {
        var task = TaskLifecycle.Start(Given.Task(), "http://127.0.0.1:8089", fence: 9, lease: null, Later);

        task.ShouldSatisfyAllConditions(
            () => task.Status.ShouldBe(QueueTaskStatus.Running),
            () => task.Started.ShouldBe(Later),
            () => task.ConsumerId.ShouldBe("http://127.0.0.1:8089"),
            () => (task.Fence, task.LeaseUntil).ShouldBe((null, null)),
            () => task.Attempts.ShouldBe(1));
    }

    [Fact]
    public void A_consumer_with_heartbeats_takes_a_task_under_lease_and_fence()
    {
        var task = TaskLifecycle.Start(Given.Task(), "consumer-1", fence: 9, TimeSpan.FromSeconds(15), Later);

        (task.Fence, task.LeaseUntil).ShouldBe((9, Later.AddSeconds(15)));
    }

    [Fact]
    public void Fail_requeues_while_retries_remain()
    {
        var task = TaskLifecycle.Fail(Given.RunningTask(), JsonText.FromString("boom"), Later);

        task.ShouldSatisfyAllConditions(
            () => task.Status.ShouldBe(QueueTaskStatus.Queued),
            () => task.Retries.ShouldBe(2),
            () => task.Created.ShouldBe(Later),
            () => task.ChunkSize.ShouldBe(5),
            () => task.Delay.ShouldBe(5),
            () => task.ErrorMessage.ShouldBe(JsonText.FromString("boom")),
            () => task.Started.ShouldBe(Given.Now),
            () => task.ConsumerId.ShouldBe("http://127.0.0.1:8089"));
    }

    [Fact]
    public void Fail_without_retries_is_for_good_and_leaves_the_rest_as_it_was()
    {
        var running = Given.RunningTask() with { Retries = 0 };

        var task = TaskLifecycle.Fail(running, JsonText.FromString("boom"), Later);

        task.ShouldBe(running with { Status = QueueTaskStatus.Failed, ErrorMessage = JsonText.FromString("boom") });
    }

    [Fact]
    public void Fail_without_a_message_clears_the_one_before()
    {
        var running = Given.RunningTask() with { ErrorMessage = JsonText.FromString("older") };

        TaskLifecycle.Fail(running, error: null, Later).ErrorMessage.ShouldBeNull();
    }

    [Fact]
    public void A_time_out_makes_the_limit_half_as_long_again_and_names_itself()
    {
        var task = TaskLifecycle.TimeOut(Given.RunningTask(), Later);

        task.ShouldSatisfyAllConditions(
            () => task.MaxSeconds.ShouldBe(180),
            () => task.ErrorMessage.ShouldBe(JsonText.FromString("Timeout")),
            () => task.Retries.ShouldBe(2),
            () => task.Status.ShouldBe(QueueTaskStatus.Queued));
    }

    [Fact]
    public void The_time_limit_grows_120_180_270_405_and_also_when_the_task_fails_for_good()
    {
        var limits = new List<int>();
        var task = Given.RunningTask() with { Retries = 2 };
        for (var run = 0; run < 3; run++)
        {
            task = TaskLifecycle.TimeOut(task with { Status = QueueTaskStatus.Running }, Later);
            limits.Add(task.MaxSeconds);
        }

        limits.ShouldBe([180, 270, 405]);
        task.Status.ShouldBe(QueueTaskStatus.Failed);
    }

    [Fact]
    public void The_chunk_is_halved_10_5_3_2_1_and_no_more()
    {
        var sizes = new List<int>();
        var task = Given.RunningTask() with { Retries = 9 };
        for (var run = 0; run < 5; run++)
        {
            task = TaskLifecycle.Fail(task with { Status = QueueTaskStatus.Running }, null, Later);
            sizes.Add(task.ChunkSize);
        }

        sizes.ShouldBe([5, 3, 2, 1, 1]);
        TaskLifecycle.Fail(Given.RunningTask() with { ChunkSize = 0 }, null, Later).ChunkSize.ShouldBe(0);
    }

    [Fact]
    public void Purge_names_the_consumer_that_asked()
    {
        TaskLifecycle.Purge(Given.RunningTask(), Later).ErrorMessage
            .ShouldBe(JsonText.FromString("Purged on pop (http://127.0.0.1:8089)"));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(10.000001, true)]
    public void A_classic_consumer_has_forgotten_its_task_after_more_than_ten_seconds(double seconds, bool forgotten)
    {
        TaskLifecycle.IsForgotten(Given.RunningTask(), Given.Now.AddSeconds(seconds)).ShouldBe(forgotten);
    }

    [Fact]
    public void A_leased_task_is_never_forgotten()
    {
        TaskLifecycle.IsForgotten(Given.LeasedTask(), Given.Now.AddHours(1)).ShouldBeFalse();
    }

    [Fact]
    public void A_classic_run_is_stuck_once_its_time_limit_is_over()
    {
        TaskLifecycle.Deadline(Given.RunningTask()).ShouldBe(Given.Now.AddSeconds(120));
    }

    [Theory]
    [InlineData(180, false)]
    [InlineData(180.000001, true)]
    public void A_leased_run_is_told_to_stop_when_it_is_over_its_limit_by_half(double seconds, bool stop)
    {
        TaskLifecycle.IsToStop(Given.LeasedTask(), ConsumerMode.Active, Given.Now.AddSeconds(seconds)).ShouldBe(stop);
    }

    [Theory]
    [InlineData(ConsumerMode.Quiet, false)]
    [InlineData(ConsumerMode.Draining, true)]
    public void A_leased_run_is_told_to_stop_where_its_consumer_is_drained(ConsumerMode consumer, bool stop)
    {
        TaskLifecycle.IsToStop(Given.LeasedTask(), consumer, Given.Now).ShouldBe(stop);
    }

    [Fact]
    public void Done_ends_a_task_even_when_its_end_was_asked_for()
    {
        var task = TaskLifecycle.Done(Given.LeasedTask() with { CancelRequested = true });

        task.Status.ShouldBe(QueueTaskStatus.Done);
        (task.Fence, task.LeaseUntil).ShouldBe((null, null));
    }

    [Fact]
    public void What_a_client_posted_gives_way_to_what_the_server_sets()
    {
        using var posted = System.Text.Json.JsonDocument.Parse("""{"delay":"3","started":"x","consumer_id":5,"slots":[1]}""");
        var task = Given.Task() with { Extra = ExtraFields.From(posted.RootElement, _ => true) };

        var started = TaskLifecycle.Start(task, "consumer-1", 1, null, Given.Now);
        var failed = TaskLifecycle.Fail(started, null, Given.Now);

        started.Extra.ToString().ShouldBe("""{"delay":"3","slots":[1]}""");
        failed.Extra.ToString().ShouldBe("""{"slots":[1]}""");
    }
}
