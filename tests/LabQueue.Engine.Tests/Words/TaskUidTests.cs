using LabQueue.TestKit;

namespace LabQueue.Engine.Tests.Words;

public sealed class TaskUidTests
{
    [Fact]
    public void New_uids_are_valid_and_later_ones_sort_behind()
    {
        var first = TaskUid.New(Given.Now);
        var second = TaskUid.New(Given.Now.AddSeconds(1));

        TaskUid.IsValid(first).ShouldBeTrue();
        string.CompareOrdinal(first, second).ShouldBeLessThan(0);
    }

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345", true)]
    [InlineData("abcdefghijklmnopqrstuvwxyz01234", false)]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456", false)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", false)]
    [InlineData("abcdefghijklmnopqrstuvwxyz01234\u00e9", false)]
    [InlineData("0", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_uid_has_32_letters_or_digits(string? text, bool valid)
    {
        TaskUid.IsValid(text).ShouldBe(valid);
        TaskUid.IsContext(text).ShouldBe(valid || text == "0");
    }
}
