using LabQueue.Lims.Objects;
using LabQueue.Lims.Worksheets;
using static LabQueue.Lims.Tests.Worksheets.GivenRows;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>Instrument and method of a worksheet go to the analyses that allow them.</summary>
public sealed class SheetEquipmentTests
{
    private static readonly Instrument Icp = new() { Uid = "icp", Methods = ["m-1", "m-2"] };

    private static readonly Analysis Allowing =
        Waiting("W-1") with { AllowedInstruments = ["icp"], AllowedMethods = ["m-2", "m-3"], Method = "m-3" };

    [Fact]
    public void The_worksheets_instrument_comes_with_the_first_of_its_methods_that_is_allowed() =>
        Allowing.Equip(Icp, "m-3").ShouldBe(Allowing with { Instrument = "icp", Method = "m-2" });

    [Fact]
    public void An_instrument_that_is_not_allowed_leaves_instrument_and_method_alone()
    {
        var other = Allowing with { AllowedInstruments = [] };

        other.Equip(Icp, "m-2").ShouldBe(other);
    }

    [Fact]
    public void Without_an_instrument_the_worksheets_method_is_set_where_it_is_allowed()
    {
        Allowing.Equip(null, "m-2").Method.ShouldBe("m-2");
        Allowing.Equip(null, "m-1").ShouldBe(Allowing);
        Allowing.Equip(null, null).ShouldBe(Allowing);
    }

    [Fact]
    public void A_method_that_the_instrument_can_do_stays_when_the_instrument_comes_later()
    {
        var analysis = Allowing with { AllowedMethods = ["m-1", "m-2"], Method = "m-2" };

        analysis.MovedTo(Icp).ShouldBe(analysis with { Instrument = "icp" });
        Allowing.MovedTo(Icp).Method.ShouldBe("m-2");
    }
}
