using LabQueue.Lims.Objects;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>Which reference sample a template takes.</summary>
public sealed class ReferenceChoiceTests
{
    private static readonly ReferenceSample Blank = Given("QC-001", "Cu");

    [Fact]
    public void T39_A_reference_sample_past_its_date_is_not_used()
    {
        IsUsable(Blank).ShouldBeTrue();
        IsUsable(Blank with { ExpiryDate = TestKit.Given.Now.AddDays(1) }).ShouldBeTrue();
        IsUsable(Blank with { ExpiryDate = TestKit.Given.Now.AddDays(-1) }).ShouldBeFalse();
        IsUsable(Blank with { DateExpired = TestKit.Given.Now.AddDays(-1) }).ShouldBeFalse();
        IsUsable(Blank with { DateDisposed = TestKit.Given.Now.AddDays(-1) }).ShouldBeFalse();
    }

    [Fact]
    public void One_that_is_not_in_use_or_of_the_other_kind_is_not_used()
    {
        IsUsable(Blank with { State = ReferenceSampleState.Inactive }).ShouldBeFalse();
        IsUsable(Blank with { Blank = false }).ShouldBeFalse();
    }

    [Fact]
    public void The_first_that_supports_most_of_the_services_is_the_best()
    {
        ReferenceSample[] samples = [Blank, Given("QC-002", "Fe", "Cu", "Zn"), Given("QC-003", "Cu", "Fe"), Given("QC-004", "Zn")];

        var best = ReferenceChoice.Best(samples, ["Cu", "Fe", "Pb"]).ShouldNotBeNull();

        best.Sample.Id.ShouldBe("QC-002");
        best.Services.ShouldBe(["Fe", "Cu"]);
        ReferenceChoice.Best(samples, ["Pb"]).ShouldBeNull();
    }

    [Fact]
    public void A_template_without_services_takes_the_first_with_all_of_its_own() =>
        ReferenceChoice.Best([Blank, Given("QC-002", "Fe", "Cu")], []).ShouldNotBeNull().Services.ShouldBe(["Cu"]);

    private static bool IsUsable(ReferenceSample sample) => ReferenceChoice.IsUsable(sample, AnalysisKind.Blank, TestKit.Given.Now);

    private static ReferenceSample Given(string id, params string[] services) => new()
    {
        Id = id,
        Blank = true,
        State = ReferenceSampleState.Current,
        ReferenceResults = [.. services.Select(service => new ReferenceResult(service, 0, 0, 0))],
    };
}
