using LabQueue.Lims.Objects;
using LabQueue.Lims.Pages.Worksheets;

namespace LabQueue.Lims.Tests.Pages;

/// <summary>What an open page is told of a worksheet's rows.</summary>
public sealed class SheetChangesTests
{
    private static readonly ShownRows Four = new(4, 4, 2);

    private static readonly SlotRow[] Before = [Row("a", 1, 1), Row("b", 1, 2), Row("c", 2, 3), Row("d", 2, 4)];

    [Fact]
    public void A_row_that_work_changed_is_drawn_anew()
    {
        var change = SheetChanges.Of(Before, ["b"], Four);

        change.Changed.ShouldBe(["b"]);
        change.Gone.ShouldBeEmpty();
        change.IsOther.ShouldBeFalse();
        change.Shown.ShouldBe(Four);
    }

    [Fact]
    public void The_copy_of_a_retracted_row_comes_below_its_slot()
    {
        var change = SheetChanges.Of([.. Before, Row("b2", 1, 5)], ["b"], Four);

        var slot = change.AddedOf(Slots((1, "a b b2"), (2, "c d"))).ShouldHaveSingleItem();
        (slot.Position, slot.Place, slot.Rows.Single().Uid).ShouldBe((1, SlotPlace.Below, "b2"));
        change.Shown.ShouldBe(new ShownRows(5, 5, 2));
    }

    [Fact]
    public void A_slot_that_is_filled_comes_last_or_where_it_was_empty()
    {
        var change = SheetChanges.Of([Before[0], Before[1], Row("e", 2, 5), Row("f", 3, 6)], ["c", "d"], Four);

        change.Gone.ShouldBe(["c", "d"]);
        change.AddedOf(Slots((1, "a b"), (2, "e"), (3, "f"))).Select(slot => (slot.Position, slot.Place))
            .ShouldBe([(2, SlotPlace.Instead), (3, SlotPlace.Last)]);
    }

    [Fact]
    public void Rows_that_somebody_took_away_are_told_of()
    {
        SheetChanges.Of(Before[..3], [], Four).HasLost.ShouldBeTrue();
        SheetChanges.Of(Before[..3], ["d"], Four).HasLost.ShouldBeFalse();
    }

    private static SlotRow Row(string uid, int position, long ordinal) => new() { AnalysisUid = uid, Position = position, Ordinal = ordinal };

    private static ResultSlot[] Slots(params (int Position, string Uids)[] slots) =>
    [
        .. slots.Select(slot => new ResultSlot(
            slot.Position,
            AnalysisKind.Routine,
            [.. slot.Uids.Split(' ').Select(uid => new ResultRow(new Analysis { Uid = uid }, slot.Position))])),
    ];
}
