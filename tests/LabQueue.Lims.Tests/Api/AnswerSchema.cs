using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LabQueue.TestKit;

namespace LabQueue.Lims.Tests.Api;

/// <summary>Compares answers with the description of the API: nothing that is not described, and all that is always there.</summary>
internal static class AnswerSchema
{
    private const string AnyFields = "LabAnyFields";

    /// <summary>The description.</summary>
    public static JsonElement Document { get; } =
        JsonElement.Parse(File.ReadAllText(RepositoryRoot.Combine("src", "LabQueue.Server", "Reference", "openapi.json")));

    /// <summary>The shape of that name.</summary>
    public static JsonElement Named(string name) => Document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    /// <summary>The shape of a route's answer of that status.</summary>
    public static JsonElement Of(string method, string template, int status)
    {
        var answers = Document.GetProperty("paths").GetProperty("/{site}/@@API/senaite/v1/" + template)
            .GetProperty(method.ToLowerInvariant()).GetProperty("responses");
        return Resolve(answers.GetProperty($"{status}")).GetProperty("content").GetProperty("application/json").GetProperty("schema");
    }

    /// <summary>What is wrong with a value, each with where it is.</summary>
    public static IReadOnlyList<string> Complaints(JsonNode? value, JsonElement schema, string place = "$")
    {
        schema = Resolve(schema, value);
        foreach (var kind in (string[])["anyOf", "oneOf"])
        {
            if (schema.TryGetProperty(kind, out var choices))
            {
                return choices.EnumerateArray().Select(choice => Complaints(value, choice, place)).MinBy(found => found.Count)!;
            }
        }

        return value switch
        {
            JsonObject item when schema.TryGetProperty("allOf", out _) || schema.TryGetProperty("properties", out _) =>
                OfObject(item, schema, place),
            JsonArray list when schema.TryGetProperty("items", out var items) =>
                [.. OfValue(value, schema, place), .. list.Index().SelectMany(one => Complaints(one.Item, items, $"{place}[{one.Index}]"))],
            _ => [.. OfValue(value, schema, place)],
        };
    }

    private static List<string> OfObject(JsonObject value, JsonElement schema, string place)
    {
        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var required = new HashSet<string>(StringComparer.Ordinal);
        Gather(value, schema, properties, required);
        var complaints = required.Where(name => !value.ContainsKey(name)).Select(name => $"{place}.{name} is missing").ToList();
        foreach (var (name, node) in value)
        {
            complaints.AddRange(properties.TryGetValue(name, out var property)
                ? Complaints(node, property, $"{place}.{name}")
                : [$"{place}.{name} is not described"]);
        }

        return complaints;
    }

    private static void Gather(JsonObject value, JsonElement schema, Dictionary<string, JsonElement> properties, HashSet<string> required)
    {
        schema = Resolve(schema, value);
        if (schema.TryGetProperty("allOf", out var parts))
        {
            foreach (var part in parts.EnumerateArray())
            {
                Gather(value, part, properties, required);
            }
        }

        // Which of several it is, its other parts do not tell: a field of any of them will do.
        foreach (var choice in schema.TryGetProperty("anyOf", out var choices) ? choices.EnumerateArray().ToArray() : [])
        {
            Gather(value, choice, properties, []);
        }

        if (schema.TryGetProperty("properties", out var own))
        {
            foreach (var property in own.EnumerateObject())
            {
                properties.TryAdd(property.Name, property.Value);
            }
        }

        if (schema.TryGetProperty("required", out var names))
        {
            required.UnionWith(names.EnumerateArray().Select(name => name.GetString()!));
        }
    }

    private static IEnumerable<string> OfValue(JsonNode? value, JsonElement schema, string place)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(one => IsOf(kind, value, one)))
        {
            yield return $"{place} is {value?.ToJsonString() ?? "null"}, not {type}";
        }
        else if (kind == JsonValueKind.String && schema.TryGetProperty("enum", out var words)
            && !words.EnumerateArray().Any(word => word.GetString() == value!.GetValue<string>()))
        {
            yield return $"{place} is {value}, none of {words}";
        }
        else if (kind == JsonValueKind.String && schema.TryGetProperty("pattern", out var pattern)
            && !Regex.IsMatch(value!.GetValue<string>(), pattern.GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
        {
            yield return $"{place} is {value}, not like {pattern}";
        }
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool IsOf(JsonValueKind kind, JsonNode? value, string type) => type switch
    {
        "null" => kind == JsonValueKind.Null,
        "string" => kind == JsonValueKind.String,
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "number" => kind == JsonValueKind.Number,
        "integer" => kind == JsonValueKind.Number && !value!.ToJsonString().Contains('.', StringComparison.Ordinal),
        "array" => kind == JsonValueKind.Array,
        "object" => kind == JsonValueKind.Object,
        _ => false,
    };

    // The fields of an object are those of its type, not of any.
    private static JsonElement Resolve(JsonElement schema, JsonNode? value = null)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            var steps = reference.GetString()!.Split('/')[1..];
            schema = steps[^1] == AnyFields && (value as JsonObject)?["portal_type"]?.ToString() is { } type
                ? Named($"Lab{(type.EndsWith("Analysis", StringComparison.Ordinal) ? "Analysis" : type)}Fields")
                : steps.Aggregate(Document, (found, step) => found.GetProperty(step));
        }

        return schema;
    }
}
