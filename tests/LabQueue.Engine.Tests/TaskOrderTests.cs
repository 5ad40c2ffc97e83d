using LabQueue.TestKit;

namespace LabQueue.Engine.Tests;

public sealed class TaskOrderTests
{
    private static readonly string[] Top = ["task_assign_analyses", "submit"];

    [Fact]
    public void A_name_in_the_list_of_top_priorities_has_its_place()
    {
        TaskOrder.Rank("task_assign_analyses", action: null, Top).ShouldBe(0);
        TaskOrder.Rank("submit", action: null, Top).ShouldBe(1);
    }

    [Fact]
    public void An_action_counts_where_the_name_is_not_in_the_list()
    {
        TaskOrder.Rank("task_a", "submit", Top).ShouldBe(1);
        TaskOrder.Rank("task_assign_analyses", "submit", Top).ShouldBe(0);
        TaskOrder.Rank("submit", "task_assign_analyses", Top).ShouldBe(1);
    }

    [Fact]
    public void What_is_in_no_list_comes_after_all_of_them()
    {
        TaskOrder.Rank("task_a", "verify", Top).ShouldBe(TaskOrder.Unranked);
        TaskOrder.Rank("task_a", action: null, []).ShouldBe(TaskOrder.Unranked);
    }

    [Fact]
    public void A_point_of_priority_is_worth_five_minutes_of_waiting()
    {
        var patient = Given.Task() with { Priority = 11, Created = Given.Now.AddSeconds(-300) };
        var urgent = Given.Task() with { Priority = 10, Created = Given.Now };

        Key(patient).Due.ShouldBe(Key(urgent).Due);
        Key(patient with { Created = patient.Created.AddMicroseconds(-1) }).ShouldBeLessThan(Key(urgent));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(8_000_000)]
    public void The_least_urgent_task_comes_last(int priority)
    {
        Key(Given.Task() with { Priority = priority }).ShouldBeGreaterThan(Key(Given.Task()));
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-8_000_000)]
    public void The_most_urgent_task_comes_first(int priority)
    {
        Key(Given.Task() with { Priority = priority }).ShouldBeLessThan(Key(Given.Task()));
    }

    [Fact]
    public void Equals_in_rank_and_age_go_by_context_and_then_by_arrival()
    {
        var task = Given.Task() with { ContextUid = Given.Uid("b"), Arrival = 5 };

        Key(task with { ContextUid = Given.Uid("a"), Arrival = 9 }).ShouldBeLessThan(Key(task));
        Key(task with { ContextUid = TaskUid.Site, Arrival = 9 }).ShouldBeLessThan(Key(task));
        Key(task with { Arrival = 4 }).ShouldBeLessThan(Key(task));
    }

    [Fact]
    public void Rank_goes_before_age()
    {
        var top = Given.Task() with { Name = "task_assign_analyses", Created = Given.Now.AddYears(1) };

        Key(top).ShouldBeLessThan(Key(Given.Task()));
    }

    [Fact]
    public void A_failed_run_makes_room_for_others()
    {
        var running = Given.RunningTask();
        var other = Given.Task("t2") with { Created = Given.Now.AddSeconds(1), Arrival = 2 };

        Key(running).ShouldBeLessThan(Key(other));
        Key(TaskLifecycle.Fail(running, null, Given.Now.AddSeconds(2))).ShouldBeGreaterThan(Key(other));
    }

    private static OrderKey Key(QueueTask task) => TaskOrder.Key(task, Top);
}
