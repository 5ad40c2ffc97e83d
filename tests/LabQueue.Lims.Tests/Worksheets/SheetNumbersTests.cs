using LabQueue.Lims.Objects;
using LabQueue.Lims.Worksheets;
using static LabQueue.Lims.Tests.Worksheets.GivenRows;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>What lists and pages say of a worksheet.</summary>
public sealed class SheetNumbersTests
{
    [Fact]
    public void Samples_routine_analyses_and_quality_analyses_are_counted()
    {
        SlotRow[] rows = [Routine(1, "W-1"), Routine(1, "W-1", "Fe"), Routine(2, "W-2"), Duplicate(3, "W-1"), Blank(4)];

        var numbers = SheetNumbers.Of(WorksheetState.Open, rows);

        numbers.ShouldBe(new SheetNumbers(RegularSamples: 2, RegularAnalyses: 3, QcAnalyses: 2, Progress: 0));
    }

    [Theory]
    [InlineData(WorksheetState.Open, 0)]
    [InlineData(WorksheetState.Open, 0, AnalysisState.Assigned)]
    [InlineData(WorksheetState.Open, 50, AnalysisState.Assigned, AnalysisState.Retracted)]
    [InlineData(WorksheetState.Open, 16, AnalysisState.ToBeVerified, AnalysisState.Assigned, AnalysisState.Assigned)]
    [InlineData(WorksheetState.ToBeVerified, 75, AnalysisState.ToBeVerified, AnalysisState.Verified)]
    [InlineData(WorksheetState.Verified, 100, AnalysisState.Verified, AnalysisState.Published)]
    [InlineData(WorksheetState.Verified, 100)]
    public void Progress_counts_two_steps_for_each_analysis(string state, int progress, params string[] analyses)
    {
        SlotRow[] rows = [.. analyses.Select((analysis, i) => Routine(i + 1, $"W-{i}", state: analysis))];

        SheetNumbers.Of(state, rows).Progress.ShouldBe(progress);
    }

    [Fact]
    public void Rows_are_shown_by_slot_and_then_by_order_with_keys_that_sort_as_text()
    {
        SlotRow[] rows =
        [
            Routine(10, "W-2") with { Ordinal = 1 }, Routine(2, "W-1", "Fe") with { Ordinal = 7 }, Routine(2, "W-1") with { Ordinal = 3 },
        ];

        var view = SheetView.Of(new Worksheet(), rows, [Waiting("W-1"), Waiting("W-1", "Fe"), Waiting("W-2")]);

        view.Rows.Select(row => row.Key).ShouldBe(["0000000002:0000000000", "0000000002:0000000001", "0000000010:0000000000"]);
        view.Rows.Select(row => row.Analysis.Uid).ShouldBe(["W-1/Cu", "W-1/Fe", "W-2/Cu"]);
        view.Rows.Select(row => row.IsFirst).ShouldBe([true, false, true]);
        view.Reassignable.ShouldBe([1, 3, 4, 5, 6, 7, 8, 9]);
    }
}
