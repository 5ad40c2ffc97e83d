using LabQueue.Host.Commands;
using LabQueue.TestKit;

namespace LabQueue.Host.Tests;

public sealed class WordingTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(14.9, "14 s")]
    [InlineData(60, "1 min")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(3_600, "1 h")]
    [InlineData(12_000, "3 h 20 min")]
    [InlineData(187_200, "2 d 4 h")]
    [InlineData(-5, "0 s")]
    public void A_duration_has_its_two_largest_units(double seconds, string expected)
    {
        Wording.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(expected);
    }

    [Theory]
    [InlineData(-185, "3 min ago")]
    [InlineData(0, "0 s ago")]
    [InlineData(7_300, "in 2 h")]
    public void A_time_is_told_as_seen_from_now(double seconds, string expected)
    {
        Wording.Ago(Given.Now.AddSeconds(seconds), Given.Now).ShouldBe(expected);
    }

    [Theory]
    [InlineData(980, "980 bytes")]
    [InlineData(1_536, "1.5 KiB")]
    [InlineData(13_107_200, "12.5 MiB")]
    [InlineData(3_221_225_472, "3.0 GiB")]
    public void An_amount_of_data_has_a_unit(long bytes, string expected)
    {
        Wording.Size(bytes).ShouldBe(expected);
    }

    [Theory]
    [InlineData("plain ü 実", "plain ü 実")]
    [InlineData("a\u001b[2Jb\n", "a\\u001b[2Jb\\u000a")]
    [InlineData("\u202egnp.exe", "\\u202egnp.exe")]
    [InlineData(null, "")]
    public void What_others_wrote_does_not_steer_the_terminal(string? text, string expected)
    {
        Wording.Printable(text).ShouldBe(expected);
    }
}
