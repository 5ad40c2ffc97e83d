using LabQueue.Access;
using LabQueue.TestKit;

namespace LabQueue.Server.Tests.Access;

public sealed class TokenTextTests
{
    [Theory]
    [InlineData("1700000010:lab_clerk", "lab_clerk")]
    [InlineData("1700000010.25:lab_clerk", "lab_clerk")]
    [InlineData("1700000000:at_the_very_end", "at_the_very_end")]
    [InlineData("1.70000001e9:lab_clerk", "lab_clerk")]
    [InlineData("1700003600:an_hour_ahead", "an_hour_ahead")]
    [InlineData("1700000010:a:b", "a:b")]
    [InlineData("1700000010:jürgen", "jürgen")]
    public void A_token_speaks_for_its_user_until_it_ends(string text, string username)
    {
        TokenText.TryRead(text, Given.Now, out var found).ShouldBeTrue();

        found.ShouldBe(username);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-colon")]
    [InlineData("1700000010:")]
    [InlineData(":lab_clerk")]
    [InlineData("soon:lab_clerk")]
    [InlineData("1699999999.99:lab_clerk")]
    [InlineData("1700003600.5:lab_clerk")]
    [InlineData("inf:lab_clerk")]
    [InlineData("Infinity:lab_clerk")]
    [InlineData("-inf:lab_clerk")]
    [InlineData("nan:lab_clerk")]
    [InlineData("1e999:lab_clerk")]
    [InlineData("1700000010:lab\nclerk")]
    public void All_else_speaks_for_nobody(string text)
    {
        TokenText.TryRead(text, Given.Now, out var found).ShouldBeFalse();

        found.ShouldBeEmpty();
    }
}
