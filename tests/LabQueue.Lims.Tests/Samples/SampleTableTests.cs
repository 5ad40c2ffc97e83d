using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;

namespace LabQueue.Lims.Tests.Samples;

/// <summary>Samples that are read from a table.</summary>
public sealed class SampleTableTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("two", TimeSpan.FromHours(2), "two", "two");

    private static readonly NewSample Usual = new("client", "water", ["cu"]) { Contact = "rita", Priority = 3, ClientOrderNumber = "O-1" };

    [Fact]
    public void A_row_is_read_by_the_headings_whatever_their_order_and_case()
    {
        var row = One("SERVICES\tClient SID\tDate Sampled\tPriority\tContact\tSample Type\tRemarks\n"
            + "fe|CU\tWell 1\t2026-01-05 08:00\t1\tneil@lab.example\tS\tclear");

        row.Wrong.ShouldBeEmpty();
        row.Line.ShouldBe(2);
        row.Sample.Services.ShouldBe(["fe", "cu"]);
        row.Sample.ClientSampleID.ShouldBe("Well 1");
        row.Sample.DateSampled.ShouldBe(new DateTimeOffset(2026, 1, 5, 6, 0, 0, TimeSpan.Zero));
        row.Sample.Priority.ShouldBe(1);
        row.Sample.Contact.ShouldBe("neil");
        row.Sample.SampleType.ShouldBe("soil");
        row.Sample.Remarks.ShouldBe("clear");
        row.Sample.ClientOrderNumber.ShouldBe("O-1");
    }

    [Fact]
    public void Without_headings_the_columns_have_their_usual_order_and_empty_cells_are_taken_from_the_form()
    {
        var row = One("Well 2,,05.01.2026,,O-2,R-2,,seen");

        row.Wrong.ShouldBeEmpty();
        row.Sample.SampleType.ShouldBe("water");
        row.Sample.Services.ShouldBe(["cu"]);
        row.Sample.DateSampled.ShouldBe(new DateTimeOffset(2026, 1, 4, 22, 0, 0, TimeSpan.Zero));
        (row.Sample.ClientSampleID, row.Sample.ClientOrderNumber, row.Sample.ClientReference, row.Sample.Remarks)
            .ShouldBe(("Well 2", "O-2", "R-2", "seen"));
        row.Sample.Priority.ShouldBe(3);
    }

    [Theory]
    [InlineData("Sample Type\nWine", "There is no sample type 'Wine'.")]
    [InlineData("Services\nCu Xx", "There is no service 'Xx'.")]
    [InlineData("Date Sampled\nyesterday", "'yesterday' is no date such as 2026-01-05 08:00.")]
    [InlineData("Date Sampled\n2026-02-30", "'2026-02-30' is no date such as 2026-01-05 08:00.")]
    [InlineData("Priority\n6", "'6' is no priority from 1 to 5.")]
    [InlineData("Contact\nNobody", "The client has no contact 'Nobody'.")]
    [InlineData("Client SID,Priority\nWell 1,1,more", "Column 3 has no heading.")]
    [InlineData("Client SID\tColour\nWell 1\tred", "There is no column 'Colour'.")]
    [InlineData("Client SID\t\nWell 1\tmore", "Column 2 has no heading.")]
    public void What_cannot_be_read_is_said_beside_its_row(string text, string expected) => One(text).Wrong.ShouldBe([expected]);

    [Fact]
    public void What_neither_the_row_nor_the_form_says_is_missing()
    {
        var table = Table(Usual with { SampleType = string.Empty, Services = [] });

        table.Read("Client SID\nWell 1")[0].Wrong.ShouldBe(["The sample type is missing.", "The services are missing."], ignoreOrder: true);
    }

    [Fact]
    public void No_more_rows_are_read_than_one_more_than_is_allowed()
    {
        var text = string.Join('\n', Enumerable.Repeat("x", SampleTable.Most + 500).Prepend("Client SID"));

        Table(Usual).Read(text).Count.ShouldBe(SampleTable.Most + 1);
    }

    private static SampleTableRow One(string text) => Table(Usual).Read(text).ShouldHaveSingleItem();

    private static SampleTable Table(NewSample usual) => new(
        usual,
        [new SampleType { Uid = "water", Title = "Water", Prefix = "W" }, new SampleType { Uid = "soil", Title = "Soil", Prefix = "S" }],
        [new Contact { Uid = "neil", Title = "Neil Brook", EmailAddress = "neil@lab.example" }],
        [new AnalysisService { Uid = "cu", Keyword = "Cu" }, new AnalysisService { Uid = "fe", Keyword = "Fe" }],
        Zone);
}
