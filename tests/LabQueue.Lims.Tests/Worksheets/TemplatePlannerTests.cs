using LabQueue.Lims.Objects;
using LabQueue.Lims.Worksheets;
using static LabQueue.Lims.Tests.Worksheets.GivenRows;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>Which analyses a template puts into which slots.</summary>
public sealed class TemplatePlannerTests
{
    [Fact]
    public void T30_Slots_are_given_to_samples_and_never_to_single_analyses()
    {
        Analysis[] candidates = [Waiting("W-0002", "Cu", 1), Waiting("W-0002", "Fe", 1), Waiting("W-0001")];

        var plan = TemplatePlanner.Plan([], Template(2), candidates);

        plan.ShouldBe([new("W-0001/Cu", 1), new("W-0002/Cu", 2), new("W-0002/Fe", 2)]);
    }

    [Fact]
    public void T31_Priority_chooses_the_samples_and_their_ids_the_slots()
    {
        Analysis[] candidates = [Waiting("W-10000", priority: 1), Waiting("W-9999", priority: 2), Waiting("W-0001", priority: 3)];

        var plan = TemplatePlanner.Plan([], Template(2), candidates);

        plan.ShouldBe([new("W-9999/Cu", 1), new("W-10000/Cu", 2)]);
    }

    [Fact]
    public void Samples_that_are_on_the_worksheet_keep_their_slot()
    {
        SlotRow[] rows = [Routine(2, "W-0009")];
        Analysis[] candidates = [Waiting("W-0001"), Waiting("W-0009", "Fe")];

        var plan = TemplatePlanner.Plan(rows, Template(3), candidates);

        plan.ShouldBe([new("W-0001/Cu", 1), new("W-0009/Fe", 2)]);
    }

    [Fact]
    public void A_full_worksheet_still_takes_analyses_of_its_samples()
    {
        SlotRow[] rows = [Routine(1, "W-0001")];
        Analysis[] candidates = [Waiting("W-0000", priority: 1), Waiting("W-0001", "Fe")];

        TemplatePlanner.Plan(rows, Template(1), candidates).ShouldBe([new("W-0001/Fe", 1)]);
    }

    [Fact]
    public void Only_analyses_that_allow_the_templates_instrument_and_method_are_planned()
    {
        var template = Template(3) with { Instrument = "icp", RestrictToMethod = "m-1" };
        var fits = Waiting("W-0003") with { AllowedInstruments = ["icp"], AllowedMethods = ["m-1"] };
        Analysis[] candidates =
        [
            Waiting("W-0001") with { AllowedInstruments = ["icp"] },
            Waiting("W-0002") with { AllowedMethods = ["m-1"] },
            fits,
            fits with { Uid = "other service", AnalysisService = "Pb" },
            fits with { Uid = "elsewhere", Slot = new Slot("w", 1, 1) },
        ];

        TemplatePlanner.Plan([], template, candidates).ShouldBe([new("W-0003/Cu", 1)]);
    }

    [Fact]
    public void A_template_without_services_plans_nothing() =>
        TemplatePlanner.Plan([], Template(3) with { Services = [] }, [Waiting("W-0001")]).ShouldBeEmpty();
}
