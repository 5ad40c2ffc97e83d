using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Tests.Api;

/// <summary>The description of the API has the laboratory's routes, and no others under that heading, and tells what types have.</summary>
public sealed class OpenApiTests
{
    private const string Prefix = "/{site}/@@API/senaite/v1/";

    private static readonly JsonSerializerOptions WithNulls = new(LabJson.Options) { DefaultIgnoreCondition = default };

    /// <summary>Types that the API shows.</summary>
    public static TheoryData<string> Types => [.. LabTypes.Names.Where(name => name != Folder.Type)];

    [Fact]
    public void Every_route_is_described_and_nothing_else()
    {
        var described = Operations().Select(operation => $"{operation.Method} {operation.Template}");

        // The version is described once, for the queue and the laboratory alike.
        var served = LabRoutes.All
            .Where(route => route.Template is not ("" or "version"))
            .SelectMany(route => route.Methods.Split(", ").Select(method => $"{method} {route.Template}"));

        described.ShouldBe(served, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_field_of_a_type_is_described_and_nothing_else(string type)
    {
        var value = (LabObject)Activator.CreateInstance(LabTypes.Of(type))!;
        var kept = ((JsonObject)JsonSerializer.SerializeToNode(value, value.GetType(), WithNulls)!).Select(field => field.Key)
            .Except([nameof(LabObject.Title), nameof(LabObject.Description), nameof(LabObject.History)]);
        var name = type is Analysis.DuplicateType or Analysis.ReferenceType ? Analysis.Type : type;

        var described = AnswerSchema.Named($"Lab{name}Fields").GetProperty("properties").EnumerateObject().Select(property => property.Name)
            .Except([nameof(LabObject.Title), nameof(LabObject.Description)]);

        described.ShouldBe(kept, ignoreOrder: true);
    }

    [Fact]
    public void Every_example_is_what_its_schema_says()
    {
        foreach (var (method, template, operation) in Operations())
        {
            if (operation.TryGetProperty("requestBody", out var body))
            {
                var content = body.GetProperty("content").GetProperty("application/json");
                Complaints(content).ShouldBeEmpty($"what is sent to {method} {template}");
            }

            var answer = operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json");
            Complaints(answer).ShouldBeEmpty($"what {method} {template} answers");
        }

        static IReadOnlyList<string> Complaints(JsonElement content) => AnswerSchema.Complaints(
            JsonNode.Parse(content.GetProperty("example").GetRawText()), content.GetProperty("schema"));
    }

    [Fact]
    public void What_is_sent_and_answered_has_a_shape_of_its_own()
    {
        foreach (var (method, template, operation) in Operations())
        {
            var answer = operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json");
            answer.GetProperty("schema").TryGetProperty("$ref", out _).ShouldBeTrue($"{method} {template}");
            if (operation.TryGetProperty("requestBody", out var body))
            {
                body.GetProperty("content").GetProperty("application/json").GetProperty("schema").TryGetProperty("$ref", out _)
                    .ShouldBeTrue($"{method} {template}");
            }
        }
    }

    private static IEnumerable<(string Method, string Template, JsonElement Operation)> Operations() =>
        from path in AnswerSchema.Document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        where method.Value.GetProperty("tags")[0].GetString() == "Laboratory"
        select (method.Name.ToUpperInvariant(), path.Name[Prefix.Length..], method.Value);
}
