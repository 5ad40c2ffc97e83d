using System.Globalization;
using LabQueue.TestKit.Docs;
using LabQueue.Web.Frame;
using LabQueue.Web.Languages;
using LabQueue.Web.Settings;

namespace LabQueue.Web.Tests;

/// <summary>The settings of the control panel are those of the reference, which other tests hold the program to.</summary>
public sealed class SettingFieldsTests
{
    private const string Roles = "; with trust roles ";

    private static readonly DocTable Reference = DocPage.Of("docs", "reference", "settings.md").Table("Setting");

    [Fact]
    public void All_that_can_be_set_over_HTTP_is_on_the_page_in_the_order_of_the_reference()
    {
        var settable = Reference.Column("Setting").Zip(Reference.Column("Range")).Where(row => !row.Second.StartsWith("not over HTTP", StringComparison.Ordinal));

        SettingFields.All.Select(field => field.Name).ShouldBe(settable.Select(row => DocTable.Plain(row.First)));
    }

    [Theory]
    [InlineData(TrustMode.Original)]
    [InlineData(TrustMode.Roles)]
    public void Ranges_and_defaults_of_numbers_are_those_of_the_reference(TrustMode trust)
    {
        var rows = Reference.Column("Setting").Zip(Reference.Column("Range"), Reference.Column("Default")).ToDictionary(row => DocTable.Plain(row.First), StringComparer.Ordinal);
        foreach (var field in SettingFields.All.Where(field => field.Kind == SettingKind.Number))
        {
            var row = rows[field.Name];
            var range = string.Create(CultureInfo.InvariantCulture, $"{field.LeastOn(trust):N0} to {field.Most:N0}");
            range.ShouldBe(For(trust, row.Second), field.Name);
            field.DefaultOn(trust).ShouldBe(For(trust, row.Third), field.Name);
        }
    }

    [Fact]
    public void What_the_page_says_of_them_is_in_every_language()
    {
        var texts = new Texts([new PageAssembly(typeof(Texts).Assembly)]);
        string[] said = [.. SettingFields.All.SelectMany(field => (string?[])[field.Label, field.Effect, field.Unit]).OfType<string>()];
        var before = CultureInfo.CurrentUICulture;
        try
        {
            foreach (var language in Language.All.Skip(1))
            {
                CultureInfo.CurrentUICulture = language.Culture;
                said.Where(text => texts[text] == text).ShouldBeEmpty(language.Code);
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static string For(TrustMode trust, string cell)
    {
        var parts = DocTable.Plain(cell).Split(Roles);
        return trust == TrustMode.Roles ? parts[^1] : parts[0];
    }
}
