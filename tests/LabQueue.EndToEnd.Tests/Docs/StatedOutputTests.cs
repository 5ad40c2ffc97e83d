namespace LabQueue.EndToEnd.Tests.Docs;

public sealed class StatedOutputTests
{
    [Theory]
    [InlineData("a\nb", "a\nb\n", true)]
    [InlineData("a\nb", "a\nc\n", false)]
    [InlineData("a\nb", "a\nb\nc\n", false)]
    [InlineData("\"created\": …,", "\"created\": 17.5,\n", true)]
    [InlineData("\"created\": …,", "\"created\": 17.5\n", false)]
    [InlineData("{\n…\n}", "{\n  1\n  2\n}\n", true)]
    [InlineData("{\n…\n}", "{\n  1\n  2\n]\n", false)]
    [InlineData("{\n…", "{\n}\n", true)]
    public void An_ellipsis_stands_for_what_changes(string stated, string written, bool matches) =>
        StatedOutput.Matches(stated, written).ShouldBe(matches);
}
