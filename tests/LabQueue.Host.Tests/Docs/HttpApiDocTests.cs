using System.Globalization;
using System.Text.Json;
using LabQueue.TestKit;
using LabQueue.TestKit.Docs;

namespace LabQueue.Host.Tests.Docs;

public sealed class HttpApiDocTests
{
    private const string Prefix = "/{site}/@@API/senaite/v1/";

    private static string AddressOf(JsonProperty path) => path.Name == Prefix ? "/" : path.Name[Prefix.Length..];

    private static readonly DocPage Page = DocPage.Of("docs", "reference", "http-api.md");

    [Fact]
    public void Every_route_is_listed_and_nothing_else()
    {
        var served = Routes().Select(path => $"{AddressOf(path)}: {Methods(path.Value)}");
        var table = Page.Table("Route");

        var listed = table.Column("Route").Select(Name).Zip(table.Column("Methods"), (route, methods) => $"{route}: {methods}");

        listed.ShouldBe(served, ignoreOrder: true);
    }

    [Fact]
    public void The_rights_are_those_that_are_described()
    {
        var table = Page.Table("Route");
        var rights = table.Column("Route").Select(Name).Zip(table.Column("Right")).ToDictionary();

        foreach (var path in Routes())
        {
            var text = path.Value.EnumerateObject().First().Value.GetProperty("description").GetString()!;
            var right = rights[AddressOf(path)];
            text.Contains("needs the right", StringComparison.Ordinal).ShouldBe(right.Length > 0, path.Name);
        }
    }

    [Fact]
    public void Every_refusal_is_listed_and_nothing_else()
    {
        var served = Routes().SelectMany(path => path.Value.EnumerateObject())
            .SelectMany(method => method.Value.GetProperty("responses").EnumerateObject())
            .Select(response => response.Name)
            .Where(status => status != "200")
            .Distinct(StringComparer.Ordinal);

        Page.Table("Status").Column("Status").ShouldBe(served, ignoreOrder: true);
    }

    [Fact]
    public void The_limits_are_those_of_the_program()
    {
        string[] limits =
        [
            $"{QueueLimits.BodyBytes / 1024 / 1024} MiB", Shown(QueueLimits.TasksPerAdd), Shown(QueueLimits.Uids),
            Shown(QueueLimits.TextLength), Shown(QueueLimits.ErrorLength), Shown(QueueLimits.JsonDepth),
            Shown(QueueLimits.TasksPerPop), Shown(QueueLimits.ReportsPerPop), Shown((int)QueueLimits.PopWait.TotalSeconds),
            Shown(QueueLimits.TasksPerDiff),
        ];

        Page.Table("What").Column("At most").ShouldBe(limits);
    }

    private static string Name(string cell) => DocTable.Plain(cell.Replace("¹", string.Empty, StringComparison.Ordinal));

    private static string Shown(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Methods(JsonElement path) =>
        string.Join(' ', path.EnumerateObject().Select(method => method.Name.ToUpperInvariant()).Order(StringComparer.Ordinal));

    private static IEnumerable<JsonProperty> Routes() => JsonElement
        .Parse(File.ReadAllText(RepositoryRoot.Combine("src", "LabQueue.Server", "Reference", "openapi.json")))
        .GetProperty("paths").EnumerateObject()
        .Where(path => path.Name.StartsWith(Prefix, StringComparison.Ordinal)
            && path.Value.EnumerateObject().First().Value.GetProperty("tags")[0].GetString() != "Laboratory");
}
