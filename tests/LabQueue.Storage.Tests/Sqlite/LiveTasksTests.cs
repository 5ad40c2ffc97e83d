using LabQueue.Storage.Sqlite;
using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Sqlite;

/// <summary>The row of each uid, as the group that is under way has it and as the file has it.</summary>
public sealed class LiveTasksTests
{
    private readonly LiveTasks _live = new();

    public LiveTasksTests()
    {
        _live.Enter(1, Given.Uid("t1"));
        _live.Keep();
    }

    [Fact]
    public void A_group_that_is_kept_stays() => _live.Find(Given.Uid("t1")).ShouldBe(1);

    [Fact]
    public void A_group_that_is_rolled_back_leaves_all_as_it_was()
    {
        _live.Leave(1, Given.Uid("t1"));
        _live.Enter(2, Given.Uid("t1"));
        _live.Enter(3, Given.Uid("t3"));
        _live.Find(Given.Uid("t1")).ShouldBe(2);
        _live.Undo();

        _live.Find(Given.Uid("t1")).ShouldBe(1);
        _live.Find(Given.Uid("t3")).ShouldBeNull();
    }

    [Fact]
    public void A_task_that_left_is_found_until_its_end_is_on_disk()
    {
        _live.Leave(1, Given.Uid("t1"));
        _live.Find(Given.Uid("t1")).ShouldBe(1);
        _live.Keep();

        _live.Find(Given.Uid("t1")).ShouldBeNull();
    }

    [Fact]
    public void A_uid_that_comes_again_in_the_group_of_its_end_is_the_new_task()
    {
        _live.Leave(1, Given.Uid("t1"));
        _live.Enter(2, Given.Uid("t1"));
        _live.Keep();

        _live.Find(Given.Uid("t1")).ShouldBe(2);
    }

    [Fact]
    public void A_text_that_is_no_uid_names_no_task()
    {
        _live.Find("t1").ShouldBeNull();
        _live.Find(new string('é', TaskUid.Length)).ShouldBeNull();
    }
}
