using LabQueue.Lims.Objects;
using LabQueue.Lims.Pages.Items;

namespace LabQueue.Lims.Tests.Pages;

/// <summary>A form of an object: what it refers to, and what it makes of times.</summary>
public sealed class ItemFormTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void What_a_template_or_a_reference_is_made_of_stays_to_be_chosen()
    {
        var template = new ItemForm(ItemKinds.Setup.Single(kind => kind.Type == WorksheetTemplate.Type), Berlin);
        template.Fill(new WorksheetTemplate { TemplateLayout = [new(1, AnalysisKind.Blank, "old-definition", null)] });
        var definition = new ItemForm(ItemKinds.Setup.Single(kind => kind.Type == ReferenceDefinition.Type), Berlin);
        definition.Fill(new ReferenceDefinition { ReferenceResults = [new("old-service", 5, 4, 6)] });

        template.UsedOf(ReferenceDefinition.Type).ShouldBe(["old-definition"]);
        definition.UsedOf(AnalysisService.Type).ShouldBe(["old-service"]);
    }

    [Theory]
    [InlineData("2026-01-05T10:00", "2026-01-05T09:00:00.0000000+00:00")]
    [InlineData("2026-01-05T10:00Z", "2026-01-05T10:00:00.0000000+00:00")]
    [InlineData("2026-01-05T10:00+05:00", "2026-01-05T05:00:00.0000000+00:00")]
    [InlineData("0001-01-01T00:00", "0001-01-01T00:00")]
    [InlineData("yesterday", "yesterday")]
    [InlineData("", null)]
    public void A_time_is_the_persons_where_it_has_no_zone(string typed, string? sent)
    {
        var form = new ItemForm(ItemKinds.Samples, Berlin);
        form.Values["DateSampled"] = [typed];

        form.ToRecord()["DateSampled"]?.GetValue<string>().ShouldBe(sent);
        (form.ToRecord()["DateSampled"] is null).ShouldBe(sent is null);
    }
}
