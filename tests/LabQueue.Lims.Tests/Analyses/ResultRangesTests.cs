using LabQueue.Lims.Analyses;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Tests.Analyses;

/// <summary>Results out of range are seen.</summary>
public sealed class ResultRangesTests
{
    [Theory]
    [InlineData("5", false)]
    [InlineData("10", false)]
    [InlineData("4.99", true)]
    [InlineData("10.01", true)]
    [InlineData("1e1", false)]
    [InlineData("", false)]
    [InlineData("not detected", false)]
    public void A_result_is_in_range_from_the_lowest_to_the_highest(string result, bool isOut) =>
        ResultRanges.IsOutOfRange(new Analysis { Result = result, Min = 5, Max = 10 }, null).ShouldBe(isOut);

    [Theory]
    [InlineData("100", "110", 10, false)]
    [InlineData("100", "89.9", 10, true)]
    [InlineData("-100", "-111", 10, true)]
    [InlineData("100", "100.0", 0, false)]
    [InlineData("100", "100.1", 0, true)]
    [InlineData("positive", "positive", 10, false)]
    [InlineData("positive", "negative", 10, true)]
    [InlineData("100", "positive", 10, true)]
    [InlineData("", "5", 10, false)]
    public void A_duplicate_may_be_off_by_its_variation(string source, string result, int variation, bool isOut) =>
        ResultRanges.IsOutOfRange(
            new Analysis { Kind = AnalysisKind.Duplicate, Result = result, DuplicateVariation = variation },
            new Analysis { Result = source }).ShouldBe(isOut);

    [Fact]
    public void The_range_of_a_duplicate_lies_around_its_source() =>
        ResultRanges.Of(
            new Analysis { Kind = AnalysisKind.Duplicate, DuplicateVariation = 10 },
            new Analysis { Result = "-50" }).ShouldBe((-55m, -45m));
}
