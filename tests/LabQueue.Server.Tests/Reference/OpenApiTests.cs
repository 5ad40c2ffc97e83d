using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LabQueue.Engine;
using LabQueue.Server.Api;
using LabQueue.Server.Reference;

namespace LabQueue.Server.Tests.Reference;

public sealed partial class OpenApiTests
{
    private const string Prefix = "/{site}/@@API/senaite/v1/";

    private static readonly JsonElement Document = JsonElement.Parse(ReferenceRoutes.Document);

    public static TheoryData<string, string> Addresses() =>
        new(ApiRoutes.All.SelectMany(route => Methods(route.Methods).Select(method => (method, route.Template))).Append(("get", string.Empty)));

    [Fact]
    public void Every_route_is_described_and_nothing_else()
    {
        var described = Document.GetProperty("paths").EnumerateObject()
            .Where(path => path.Name.StartsWith(Prefix, StringComparison.Ordinal) && !IsLaboratory(path.Value))
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name[Prefix.Length..]}"));
        var served = ApiRoutes.All.SelectMany(route => Methods(route.Methods).Select(method => $"{method} {route.Template}"));

        // The address without a route is that of the version.
        described.ShouldBe(served.Prepend("get "), ignoreOrder: true);
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_shape_is_used()
    {
        var references = Reference().Matches(Document.GetRawText()).Select(match => (match.Groups["kind"].Value, match.Groups["name"].Value)).ToHashSet();

        foreach (var (kind, name) in references)
        {
            Document.GetProperty("components").GetProperty(kind).TryGetProperty(name, out _).ShouldBeTrue($"{kind} {name}");
        }

        Names("schemas").ShouldBe(references.Where(found => found.Item1 == "schemas").Select(found => found.Item2), ignoreOrder: true);
        Names("responses").ShouldBe(references.Where(found => found.Item1 == "responses").Select(found => found.Item2), ignoreOrder: true);
    }

    [Fact]
    public void Every_operation_has_a_name_of_its_own()
    {
        var names = Operations().Select(operation => operation.GetProperty("operationId").GetString()).ToArray();

        names.Distinct(StringComparer.Ordinal).Count().ShouldBe(names.Length);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_error_that_is_described_is_one_that_the_server_sends_and_the_other_way_round(string method, string route)
    {
        var described = Document.GetProperty("paths").GetProperty(Prefix + route).GetProperty(method).GetProperty("responses")
            .EnumerateObject().Select(response => response.Name).Where(status => status != "200");

        var sent = await ProvokedErrors.OfAsync(new HttpMethod(method.ToUpperInvariant()), route);

        described.ShouldBe(sent.Keys.Select(status => status.ToString(CultureInfo.InvariantCulture)), ignoreOrder: true);
    }

    [Fact]
    public void Every_error_that_the_server_sends_has_its_words_described()
    {
        var served = new[]
        {
            ApiError.NotJson, ApiError.Unauthorized, ApiError.Forbidden("Your roles do not allow this: manage"), ApiError.NoSuchRoute,
            ApiError.NotAServer, ApiError.NoValidTask, ApiError.Stale, ApiError.NotRunning, ApiError.TooLarge,
            ApiError.NoConsumerId, ApiError.TooManyFailures(1), ApiError.Unforeseen, ApiError.NoOtherServer,
        }.Select(error => error.Message);

        var described = Document.GetProperty("components").GetProperty("responses").EnumerateObject()
            .Select(response => response.Value.GetProperty("content").GetProperty("application/json").GetProperty("example")
                .GetProperty("message").GetString());

        served.Except(described, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Every_setting_is_described_and_nothing_else()
    {
        var described = Document.GetProperty("components").GetProperty("schemas").GetProperty("Settings")
            .GetProperty("properties").EnumerateObject().Select(property => property.Name);

        described.ShouldBe(SettingRules.Values(new SiteSettings()).Keys, ignoreOrder: true);
    }

    [Fact]
    public void Every_field_is_described_in_words()
    {
        foreach (var schema in Document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            if (!schema.Value.TryGetProperty("properties", out var properties))
            {
                continue;
            }

            foreach (var property in properties.EnumerateObject())
            {
                (property.Value.TryGetProperty("description", out _) || property.Value.TryGetProperty("$ref", out _))
                    .ShouldBeTrue($"{schema.Name}.{property.Name}");
            }
        }
    }

    [Fact]
    public void The_page_says_in_words_what_a_field_takes()
    {
        var page = ReferencePage.Render(Document, "body { }");

        page.ShouldMatch("<td>string, always there; at most \\d+ characters</td>");
        page.ShouldMatch("<td>number; \\d+ to \\d+; default \\d+</td>");
        page.ShouldNotContain("letters up to");
    }

    [Fact]
    public void The_page_shows_every_address_and_has_no_script()
    {
        var page = ReferencePage.Render(Document, "body { }");

        foreach (var route in ApiRoutes.All)
        {
            page.ShouldContain($"<code>{ReferencePage.Encode(route.Template)}</code>");
        }

        page.ShouldNotContain("<script");
        page.ShouldContain("<main id=\"content\">");
        AnchorsOf(page, "href=\"#").Except(AnchorsOf(page, " id=\""), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [GeneratedRegex("\"#/components/(?<kind>\\w+)/(?<name>\\w+)\"", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Reference();

    // The laboratory's routes lie in the same document; its own tests compare them.
    private static bool IsLaboratory(JsonElement path) =>
        path.EnumerateObject().First().Value.GetProperty("tags")[0].GetString() == "Laboratory";

    private static IEnumerable<string> AnchorsOf(string page, string before) =>
        page.Split(before)[1..].Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]);

    private static IEnumerable<string> Methods(ApiMethods methods) =>
        methods switch
        {
            ApiMethods.Get => ["get"],
            ApiMethods.Post => ["post"],
            _ => ["get", "post"],
        };

    private static IEnumerable<string> Names(string kind) =>
        Document.GetProperty("components").GetProperty(kind).EnumerateObject().Select(one => one.Name);

    private static IEnumerable<JsonElement> Operations() => Document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(method => method.Value));
}
