using LabQueue.TestKit;

namespace LabQueue.Engine.Tests;

public sealed class TaskLaneTests
{
    [Theory]
    [InlineData("/senaite/worksheets/WS-1", "WS-1")]
    [InlineData("/senaite/worksheets/WS-1/analysis-7", "WS-1")]
    [InlineData("/senaite/clients/client-1/sample-1", "client-1")]
    [InlineData("senaite/clients/client-1/", "client-1")]
    [InlineData("/senaite/clients", null)]
    [InlineData("/senaite", null)]
    [InlineData("/", null)]
    [InlineData("", null)]
    public void The_place_is_the_third_step_of_the_path(string path, string? place)
    {
        TaskLane.Place(path).ShouldBe(place);
    }

    [Fact]
    public void Tasks_of_one_name_and_place_share_a_lane()
    {
        var task = Given.Task();

        TaskLane.Key(task with { ContextPath = "/senaite/clients/client-1/sample-2" }).ShouldBe(TaskLane.Key(task));
        TaskLane.Key(task with { ContextPath = "/senaite/clients/client-2/sample-1" }).ShouldNotBe(TaskLane.Key(task));
        TaskLane.Key(task with { Name = "task_action_submit" }).ShouldNotBe(TaskLane.Key(task));
    }

    [Fact]
    public void A_task_without_a_place_keeps_nobody_waiting()
    {
        TaskLane.Key(Given.Task() with { ContextPath = "/senaite/clients" }).ShouldBeNull();
    }

    [Fact]
    public void A_lane_of_its_own_takes_a_task_out_of_the_classic_rule()
    {
        var task = Given.Task() with { Lane = "instrument-7" };

        TaskLane.ClassicPlace(task).ShouldBeNull();
        TaskLane.Key(task).ShouldBe(TaskLane.Key(task with { Name = "other", ContextPath = "/senaite/worksheets/WS-1" }));
    }

    [Fact]
    public void Keys_of_names_and_places_that_read_alike_differ()
    {
        var one = Given.Task() with { Name = "ab", ContextPath = "/s/w/c" };
        var other = Given.Task() with { Name = "a", ContextPath = "/s/w/bc" };
        var lane = Given.Task() with { Lane = TaskLane.Key(one)!, ContextPath = "/s" };

        TaskLane.Key(one).ShouldNotBe(TaskLane.Key(other));
        TaskLane.Key(lane).ShouldNotBe(TaskLane.Key(one));
    }
}
