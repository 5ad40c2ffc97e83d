using LabQueue.Engine;
using LabQueue.Storage.Sqlite;
using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Sqlite;

/// <summary>What a group changed in memory is taken back with it.</summary>
public sealed class LiveTasksTests
{
    private readonly LiveTasks _live = new();

    [Fact]
    public void A_group_that_is_kept_stays()
    {
        var row = Row(1, TaskState.Ready);
        _live.Enter(row);
        _live.Keep();

        _live.Find(Given.Uid("t1")).ShouldBe(1);
        _live.Head("lane").ShouldBe(1);
        _live.IsWaiting(row.Task.ContextUid, row.Task.Name).ShouldBeTrue();
    }

    [Fact]
    public void A_group_that_is_rolled_back_leaves_all_as_it_was()
    {
        var row = Row(1, TaskState.Ready);
        _live.Enter(row);
        _live.Keep();

        _live.Move(row, TaskState.Done);
        _live.Enter(Row(2, TaskState.Ready));
        _live.Head("lane").ShouldBe(2);
        _live.Undo();

        _live.Find(Given.Uid("t1")).ShouldBe(1);
        _live.Head("lane").ShouldBe(1);
        _live.IsWaiting(row.Task.ContextUid, row.Task.Name).ShouldBeTrue();
    }

    [Fact]
    public void A_task_that_left_is_found_until_its_end_is_on_disk()
    {
        var row = Row(1, TaskState.Running);
        _live.Enter(row);
        _live.Keep();

        _live.Move(row, TaskState.Done);
        _live.Find(Given.Uid("t1")).ShouldBe(1);
        _live.Keep();

        _live.Find(Given.Uid("t1")).ShouldBeNull();
    }

    [Fact]
    public void A_uid_that_comes_again_in_the_group_of_its_end_is_the_new_task()
    {
        var row = Row(1, TaskState.Running);
        _live.Enter(row);
        _live.Keep();

        _live.Move(row, TaskState.Done);
        _live.Enter(Row(2, TaskState.Ready));
        _live.Keep();

        _live.Find(Given.Uid("t1")).ShouldBe(2);
    }

    [Fact]
    public void Tasks_of_a_name_wait_for_a_context_until_the_last_one_runs()
    {
        var (first, second) = (Row(1, TaskState.Ready), Row(2, TaskState.Blocked));
        _live.Enter(first);
        _live.Enter(second);

        _live.Move(first, TaskState.Running);
        _live.IsWaiting(first.Task.ContextUid, first.Task.Name).ShouldBeTrue();
        _live.Move(second, TaskState.Running);

        _live.IsWaiting(first.Task.ContextUid, first.Task.Name).ShouldBeFalse();
        _live.IsWaiting(first.Task.Name, first.Task.ContextUid).ShouldBeFalse();
    }

    [Fact]
    public void A_lane_has_blocked_tasks_until_the_last_one_comes_to_its_head()
    {
        _live.Enter(Row(1, TaskState.Ready));
        _live.Enter(Row(2, TaskState.Blocked));
        _live.HasBlocked("lane").ShouldBeTrue();
        _live.Keep();

        _live.MoveInLane(2, "lane", TaskState.Blocked, TaskState.Ready);
        _live.HasBlocked("lane").ShouldBeFalse();
        _live.Head("lane").ShouldBe(2);
        _live.Undo();

        _live.HasBlocked("lane").ShouldBeTrue();
        _live.Head("lane").ShouldBe(1);
    }

    private static TaskRow Row(long id, TaskState state) =>
        new(id, Given.Task(), state, TaskOrder.Key(Given.Task(), [])) { LaneKey = "lane" };
}
