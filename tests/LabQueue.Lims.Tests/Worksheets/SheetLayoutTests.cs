using LabQueue.Lims.Objects;
using LabQueue.Lims.Worksheets;
using static LabQueue.Lims.Tests.Worksheets.GivenRows;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>What a worksheet's rows say about its slots.</summary>
public sealed class SheetLayoutTests
{
    [Fact]
    public void Slots_are_told_ascending_and_by_kind()
    {
        SlotRow[] rows = [Routine(4, "W-1"), Routine(1, "W-2"), Routine(1, "W-2", "Fe"), Blank(3)];

        rows.Positions().ShouldBe([1, 3, 4]);
        rows.Positions(AnalysisKind.Routine).ShouldBe([1, 4]);
        rows.ContainerAt(1).ShouldBe("W-2");
        rows.ContainerAt(2).ShouldBeNull();
        rows.At(1).Select(row => row.ServiceUid).ShouldBe(["Cu", "Fe"]);
        rows.PositionOfAnalysis("W-1/Cu").ShouldBe(4);
        rows.PositionOfAnalysis("W-1/Fe").ShouldBeNull();
    }

    [Fact]
    public void T36_A_duplicates_row_does_not_capture_new_routine_analyses()
    {
        SlotRow[] rows = [Duplicate(1, "W-1"), Routine(2, "W-1")];

        rows.PositionOf("W-1").ShouldBe(2);
        rows.SampleSlots().ShouldBe(new Dictionary<string, int> { ["W-1"] = 2 });
        new[] { Duplicate(1, "W-1") }.PositionOf("W-1").ShouldBeNull();
    }

    [Fact]
    public void T37_A_slot_with_rows_of_another_kind_is_not_free()
    {
        TemplateRow[] template = [new(1, AnalysisKind.Blank), new(2, AnalysisKind.Blank), new(3, AnalysisKind.Routine)];

        new[] { Routine(1, "W-1") }.FreeSlots(template, AnalysisKind.Blank).ShouldBe([2]);
        new[] { Blank(3) }.FreeSlots(template, AnalysisKind.Routine).ShouldBeEmpty();
    }

    [Fact]
    public void The_lowest_free_slot_is_the_first_gap()
    {
        Array.Empty<SlotRow>().LowestFree().ShouldBe(1);
        new[] { Routine(1, "W-1"), Blank(3) }.LowestFree().ShouldBe(2);
        new[] { Routine(1, "W-1"), Blank(3) }.LowestFree([2]).ShouldBe(4);
    }

    [Fact]
    public void Empty_slots_between_others_may_be_used_again()
    {
        new[] { Routine(2, "W-1"), Blank(5) }.Reassignable().ShouldBe([1, 3, 4]);
        Array.Empty<SlotRow>().Reassignable().ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_goes_to_the_templates_first_free_slot_of_its_kind_else_behind_all()
    {
        TemplateRow[] template = [new(1, AnalysisKind.Routine), new(2, AnalysisKind.Blank), new(3, AnalysisKind.Control)];

        Array.Empty<SlotRow>().SlotForReference(template, AnalysisKind.Blank).ShouldBe(2);
        new[] { Blank(2) }.SlotForReference(template, AnalysisKind.Blank).ShouldBe(4);
        new[] { Routine(7, "W-1") }.SlotForReference([], AnalysisKind.Blank).ShouldBe(8);
        Array.Empty<SlotRow>().SlotForReference([], AnalysisKind.Control).ShouldBe(1);
    }

    [Fact]
    public void Duplicates_go_to_the_templates_free_slot_for_their_source_else_behind_all()
    {
        TemplateRow[] template =
        [
            new(1, AnalysisKind.Routine), new(2, AnalysisKind.Duplicate, DuplicateOf: 3),
            new(3, AnalysisKind.Routine), new(4, AnalysisKind.Duplicate, DuplicateOf: 1),
        ];
        SlotRow[] rows = [Routine(1, "W-1"), Routine(3, "W-2")];

        rows.SlotForDuplicates(template, 1).ShouldBe(4);
        rows.SlotForDuplicates(template, 3).ShouldBe(2);
        rows.Append(Duplicate(4, "W-1")).ToList().SlotForDuplicates(template, 1).ShouldBe(5);
    }

    [Fact]
    public void The_duplicates_of_an_analysis_are_found_by_their_source()
    {
        SlotRow[] rows = [Routine(1, "W-1"), Duplicate(2, "W-1"), Duplicate(3, "W-1", "Fe")];

        rows.DuplicatesOf("W-1/Cu").ShouldHaveSingleItem().Position.ShouldBe(2);
    }

    [Fact]
    public void Selected_analyses_are_assigned_in_the_natural_order_of_samples_and_by_priority_key_inside()
    {
        Analysis[] selected = [Waiting("W-10000", "Cu", 1), Waiting("W-9999", "Fe"), Waiting("W-9999")];

        selected.InAssignOrder().Select(analysis => analysis.Uid).ShouldBe(["W-9999/Cu", "W-9999/Fe", "W-10000/Cu"]);
    }
}
