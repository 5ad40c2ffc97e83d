using LabQueue.Server.Hosting;

namespace LabQueue.Server.Tests.Hosting;

/// <summary>Memory is given back once after each burst of work, and not in its midst.</summary>
public sealed class RestAfterWorkTests
{
    private readonly RestAfterWork _rest = new();

    [Fact]
    public void A_process_that_has_done_nothing_has_nothing_to_give_back()
    {
        Looks(collections: 0, RestAfterWork.Looks * 3).ShouldAllBe(begins => !begins);
    }

    [Fact]
    public void The_rest_begins_some_looks_after_the_last_work()
    {
        Looks(collections: 7, RestAfterWork.Looks + 1).ShouldBe([.. Enumerable.Repeat(false, RestAfterWork.Looks), true]);
    }

    [Fact]
    public void It_begins_once_though_the_giving_back_is_a_collection_itself()
    {
        Looks(collections: 7, RestAfterWork.Looks + 1);
        _rest.Used(collections: 8);

        Looks(collections: 8, RestAfterWork.Looks * 3).ShouldAllBe(begins => !begins);
    }

    [Fact]
    public void Work_in_between_puts_it_off()
    {
        Looks(collections: 7, RestAfterWork.Looks).ShouldAllBe(begins => !begins);

        Looks(collections: 9, RestAfterWork.Looks + 1).ShouldBe([.. Enumerable.Repeat(false, RestAfterWork.Looks), true]);
    }

    private bool[] Looks(int collections, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => _rest.Begins(collections))];
}
