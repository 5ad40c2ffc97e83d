using LabQueue.Lims.Samples;

namespace LabQueue.Lims.Tests.Samples;

/// <summary>Tables that people paste or send as a file.</summary>
public sealed class TextTableTests
{
    [Theory]
    [InlineData("a\tb\nc\td", "1:a|b 2:c|d")]
    [InlineData("a;b\nc;d,e", "1:a|b 2:c|d,e")]
    [InlineData("a,b\r\nc,d\r\n", "1:a|b 2:c|d")]
    [InlineData("\n\n a , b \n\n\nc,d", "3:a|b 6:c|d")]
    [InlineData("one", "1:one")]
    [InlineData("", "")]
    [InlineData(" ; \n;;\n", "")]
    public void Cells_are_parted_by_what_the_first_line_has_between_them(string text, string expected) => Read(text).ShouldBe(expected);

    [Theory]
    [InlineData("a,\"b,c\"", "1:a|b,c")]
    [InlineData("a,\"say \"\"hi\"\"\"", "1:a|say \"hi\"")]
    [InlineData("a,\"two\nlines\"\nb,c", "1:a|two\nlines 3:b|c")]
    [InlineData("a,5\" pipe", "1:a|5\" pipe")]
    [InlineData("a,\"open", "1:a|open")]
    [InlineData("a,\"\"\nb,\"c\"d", "1:a| 2:b|cd")]
    public void Quotes_keep_separators_lines_and_quotes(string text, string expected) => Read(text).ShouldBe(expected);

    private static string Read(string text) =>
        string.Join(' ', TextTable.Read(text).Select(row => $"{row.Line}:{string.Join('|', row.Cells)}"));
}
