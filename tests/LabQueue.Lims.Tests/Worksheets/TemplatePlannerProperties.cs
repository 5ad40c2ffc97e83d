using FsCheck;
using FsCheck.Fluent;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Worksheets;
using LabQueue.TestKit;
using static LabQueue.Lims.Tests.Worksheets.GivenRows;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>What holds for every plan, whatever waits and whatever lies on the worksheet.</summary>
public sealed class TemplatePlannerProperties
{
    private static readonly Gen<string> SampleId = Gen.Choose(9_996, 10_006).Select(number => $"W-{number}");

    private static readonly Gen<Analysis[]> Candidates = Gen.ArrayOf(
        SampleId.And(Gen.Elements("Cu", "Fe", "Pb").And(Gen.Choose(1, 5)))
            .Select(drawn => Waiting(drawn.First, drawn.Second.First, drawn.Second.Second)));

    private static readonly Gen<TemplateRow[]> Layouts =
        Gen.ArrayOf(Gen.Elements(Enum.GetValues<AnalysisKind>()))
            .Select(kinds => kinds.Select((kind, i) => new TemplateRow(i + 1, kind)).ToArray());

    private static readonly Gen<SlotRow[]> Sheets =
        Gen.ArrayOf(Gen.Choose(1, 8).And(SampleId.And(Gen.Elements(true, true, false))))
            .Select(drawn => drawn
                .DistinctBy(row => row.First)
                .DistinctBy(row => row.Second.First)
                .Select(row => row.Second.Second ? Routine(row.First, row.Second.First, "Zn") : Blank(row.First))
                .ToArray());

    private static readonly Gen<(SlotRow[] Rows, (TemplateRow[] Layout, Analysis[] Waiting) Offer)> Cases =
        Sheets.And(Layouts.And(Candidates.Select(Distinct)));

    [Fact]
    public void No_two_samples_share_a_slot_and_no_slot_is_overwritten() => ForAll.Of(Cases, drawn =>
    {
        var (rows, (layout, waiting)) = drawn;
        var plan = PlanOf(drawn);
        var samples = waiting.ToDictionary(analysis => analysis.Uid, analysis => analysis.Container);

        var slots = plan.GroupBy(place => place.Position, place => samples[place.AnalysisUid]).ToList();

        slots.ShouldAllBe(slot => slot.Distinct().Count() == 1);
        slots.ShouldAllBe(slot => rows.ContainerAt(slot.Key!.Value) == null || rows.PositionOf(slot.First(), AnalysisKind.Routine) == slot.Key);
        slots.SelectMany(slot => slot.Distinct()).ShouldBeUnique();
        plan.Select(place => place.AnalysisUid).ShouldBeUnique();
    });

    [Fact]
    public void New_samples_go_to_the_templates_slots_in_the_natural_order_of_their_ids() => ForAll.Of(Cases, drawn =>
    {
        var (rows, (layout, waiting)) = drawn;
        var samples = waiting.ToDictionary(analysis => analysis.Uid, analysis => analysis.Container);
        var added = PlanOf(drawn)
            .Select(place => (Sample: samples[place.AnalysisUid], Position: place.Position!.Value))
            .Where(place => rows.PositionOf(place.Sample) is null)
            .Distinct()
            .ToList();

        added.ShouldAllBe(place => layout.Any(slot => slot.Kind == AnalysisKind.Routine && slot.Position == place.Position));
        added.OrderBy(place => place.Position).Select(place => place.Sample)
            .ShouldBe(added.Select(place => place.Sample).OrderBy(NaturalOrder.Key, StringComparer.Ordinal));
    });

    [Fact]
    public void Nothing_that_fits_is_left_out_while_a_slot_is_free() => ForAll.Of(Cases, drawn =>
    {
        var (rows, (layout, waiting)) = drawn;
        var plan = PlanOf(drawn);
        var template = Template(layout);

        var left = waiting.Where(template.Fits).Where(analysis => plan.All(place => place.AnalysisUid != analysis.Uid)).ToList();
        var used = plan.Select(place => place.Position!.Value).ToHashSet();
        var free = rows.FreeSlots(layout, AnalysisKind.Routine).Count(position => !used.Contains(position));

        (left.Count == 0 || free == 0).ShouldBeTrue();
        left.ShouldAllBe(analysis => rows.PositionOf(analysis.Container, AnalysisKind.Routine) == null);
    });

    private static IReadOnlyList<Placement> PlanOf((SlotRow[] Rows, (TemplateRow[] Layout, Analysis[] Waiting) Offer) drawn) =>
        TemplatePlanner.Plan(drawn.Rows, Template(drawn.Offer.Layout), drawn.Offer.Waiting.ByPriority());

    // A sample has one priority and each service once.
    private static Analysis[] Distinct(Analysis[] drawn)
    {
        var priorities = drawn.GroupBy(analysis => analysis.Container).ToDictionary(sample => sample.Key, sample => sample.First().Priority);
        return [.. drawn.DistinctBy(analysis => analysis.Uid).Select(analysis => analysis with { Priority = priorities[analysis.Container] })];
    }
}
