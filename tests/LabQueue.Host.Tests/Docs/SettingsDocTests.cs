using System.Globalization;
using System.Text.RegularExpressions;
using LabQueue.Engine;
using LabQueue.Host.Serving;
using LabQueue.Storage.Sqlite;
using LabQueue.TestKit;
using LabQueue.TestKit.Docs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Host.Tests.Docs;

public sealed partial class SettingsDocTests
{
    private const string Roles = "; with trust roles";

    private static readonly DocTable Table = DocPage.Of("docs", "reference", "settings.md").Table("Setting");

    [Fact]
    public void Every_setting_is_described_and_nothing_else() =>
        Table.Column("Setting").Select(DocTable.Plain).ShouldBe(SettingRules.Values(new SiteSettings()).Keys);

    [Theory]
    [InlineData(TrustMode.Original)]
    [InlineData(TrustMode.Roles)]
    public async Task The_defaults_are_those_of_a_new_site(TrustMode trust)
    {
        var settings = await NewSiteAsync(trust);

        var described = Table.Column("Default").Select(cell => For(trust, cell));

        described.ShouldBe(SettingRules.Values(settings).Values.Select(Shown));
    }

    [Theory]
    [InlineData(TrustMode.Original)]
    [InlineData(TrustMode.Roles)]
    public void The_ranges_are_those_that_are_taken(TrustMode trust)
    {
        var settings = new SiteSettings { Trust = trust };
        foreach (var (name, cell) in Table.Column("Setting").Zip(Table.Column("Range")))
        {
            var range = Range().Match(For(trust, cell));
            var values = range.Success
                ? Around(Number(range.Groups["least"].Value), Number(range.Groups["most"].Value))
                : Others(DocTable.Plain(cell));
            foreach (var (value, isTaken) in values)
            {
                Takes(settings, DocTable.Plain(name), value).ShouldBe(isTaken, $"{name}, trust {trust}: {value}");
            }
        }
    }

    [GeneratedRegex(@"^(?<least>[\d,]+) to (?<most>[\d,]+)$", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Range();

    private static async Task<SiteSettings> NewSiteAsync(TrustMode trust)
    {
        var folder = Directory.CreateTempSubdirectory("labqueue-doc-");
        try
        {
            var options = new SqliteStoreOptions { Folder = folder.FullName };
            await using var store = await SqliteQueueStore.OpenAsync(
                options, TimeProvider.System, NullLoggerFactory.Instance, metrics: null, TestContext.Current.CancellationToken);
            var data = new DataFolder(folder.FullName);
            data.Create();
            var users = trust == TrustMode.Original ? UsersMode.Token : UsersMode.Own;
            await new FirstStart(store, data).AddSiteAsync(
                "senaite", users, trust, key: null, Given.Manager, TestContext.Current.CancellationToken);
            return store.Sites["senaite"].Settings;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string For(TrustMode trust, string cell)
    {
        var parts = DocTable.Plain(cell).Split(Roles);
        return (trust == TrustMode.Roles ? parts[^1] : parts[0]).Trim();
    }

    private static string Shown(object value) => value switch
    {
        string text => text.Length > 0 ? text : "(empty)",
        bool flag => flag ? "true" : "false",
        IEnumerable<string> names => string.Join(", ", names),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static (string Value, bool IsTaken)[] Around(int least, int most) =>
    [
        (Json(least), true), (Json(most), true), (Json(least - 1L), false), (Json(most + 1L), false), ("\"many\"", false),
    ];

    private static (string Value, bool IsTaken)[] Others(string range) => range switch
    {
        "true or false" => [("true", true), ("false", true), ("7", false)],
        "an address, or empty" => [("\"http://h:8090/senaite\"", true), ("\"\"", true), ("\"h\"", false)],
        "up to 100 names" => [(Names(100), true), (Names(101), false)],
        "not over HTTP" => [("\"own\"", false), ("\"roles\"", false)],
        _ => throw new ArgumentException($"'{range}' is no range that this test knows.", nameof(range)),
    };

    private static string Json(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Names(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"n{i}\""))}]";

    private static bool Takes(SiteSettings settings, string name, string json)
    {
        try
        {
            SettingRules.Change(settings, new Dictionary<string, JsonText> { [name] = new(json) });
            return true;
        }
        catch (SettingException)
        {
            return false;
        }
    }
}
