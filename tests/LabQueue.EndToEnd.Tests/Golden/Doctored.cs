using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>Makes answers that a recording describes, and recordings that are wrong in one place.</summary>
internal static class Doctored
{
    // Each changes what is at a place, and says whether there was something to change.
    private static readonly (string Name, Func<JsonNode, object[], bool> Spoil)[] Ways =
    [
        ("something less in", (root, place) => Remove(At(root, place))),
        ("something more in", (root, place) => Add(At(root, place))),
        ("another value in", (root, place) => Change(root, place, isOtherKind: false)),
        ("another kind of value in", (root, place) => Change(root, place, isOtherKind: true)),
    ];

    /// <summary>The same object with another value in one field.</summary>
    public static JsonElement WithField(JsonElement json, string field, string value)
    {
        var changed = JsonNode.Parse(json.GetRawText())!.AsObject();
        changed[field] = JsonNode.Parse(value);
        return Element(changed);
    }

    /// <summary>The answer that a recording describes, with its templates filled in.</summary>
    public static JsonNode? Answer(JsonElement expected, DateTimeOffset start, Func<string, string> fill)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object when expected.TryGetProperty("$any", out _):
                return JsonValue.Create(0.5);
            case JsonValueKind.Object when expected.TryGetProperty("$epoch", out var seconds):
                return JsonValue.Create(start.ToSeconds() + seconds.GetDouble());
            case JsonValueKind.Object when expected.TryGetProperty("$ctime", out var seconds):
                return JsonValue.Create(Ctime(start, seconds.GetDouble()));
            case JsonValueKind.Object when expected.TryGetProperty("$set", out var set):
                return new JsonArray([.. set.EnumerateArray().Select(item => Answer(item, start, fill)).Reverse()]);
            case JsonValueKind.Object:
                return new JsonObject(expected.EnumerateObject()
                    .Select(field => KeyValuePair.Create(field.Name, Answer(field.Value, start, fill))));
            case JsonValueKind.Array:
                return new JsonArray([.. expected.EnumerateArray().Select(item => Answer(item, start, fill))]);
            case JsonValueKind.String:
                return JsonValue.Create(fill(expected.GetString()!));
            default:
                return JsonNode.Parse(expected.GetRawText());
        }
    }

    /// <summary>All answers that differ from a good one in one place, with the path of that place.</summary>
    public static IEnumerable<(string Path, JsonElement Answer)> Spoil(JsonNode good)
    {
        foreach (var place in Places(good, []).ToArray())
        {
            foreach (var (name, spoil) in Ways)
            {
                var copy = good.DeepClone();
                if (spoil(copy, place))
                {
                    yield return ($"{name} ${string.Concat(place.Select(Step))}", Element(copy));
                }
            }
        }
    }

    /// <summary>A node as an element.</summary>
    public static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);

    private static IEnumerable<object[]> Places(JsonNode? node, object[] path)
    {
        yield return path;
        var children = node switch
        {
            JsonObject fields => fields.SelectMany(field => Places(field.Value, [.. path, field.Key])),
            JsonArray items => items.SelectMany((item, i) => Places(item, [.. path, i])),
            _ => [],
        };
        foreach (var child in children.Where(child => child.Length > 0))
        {
            yield return child;
        }
    }

    private static JsonNode? At(JsonNode root, IEnumerable<object> path) =>
        path.Aggregate((JsonNode?)root, (node, step) => step is int place ? node![place] : node![(string)step]);

    private static string Step(object step) => step is int place ? $"[{place}]" : $".{step}";

    private static bool Remove(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray { Count: > 0 } items:
                items.RemoveAt(items.Count - 1);
                return true;
            case JsonObject { Count: > 0 } fields:
                return fields.Remove(fields.First().Key);
            default:
                return false;
        }
    }

    private static bool Add(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                items.Add("surplus");
                return true;
            case JsonObject fields:
                return fields.TryAdd("surplus", 1);
            default:
                return false;
        }
    }

    private static bool Change(JsonNode root, object[] place, bool isOtherKind)
    {
        if (place.Length == 0 || (string?)place.LastOrDefault(step => step is string) == "_runtime" && !isOtherKind)
        {
            return false;
        }

        var node = At(root, place);
        JsonNode? changed = node?.GetValueKind() switch
        {
            JsonValueKind.String => isOtherKind ? 5 : node.GetValue<string>() + "x",
            JsonValueKind.Number => isOtherKind ? "five" : JsonSerializer.SerializeToElement(node).GetDouble() + 0.002,
            JsonValueKind.True => isOtherKind ? "True" : false,
            JsonValueKind.False => isOtherKind ? "False" : true,
            null => "None",
            _ => isOtherKind ? 5 : null,
        };
        if (changed is null)
        {
            return false;
        }

        var parent = At(root, place.SkipLast(1))!;
        if (place[^1] is int index)
        {
            parent[index] = changed;
        }
        else
        {
            parent[(string)place[^1]] = changed;
        }

        return true;
    }

    private static string Ctime(DateTimeOffset start, double seconds)
    {
        var time = start.AddSeconds(Math.Floor(seconds)).UtcDateTime;
        return time.ToString("ddd MMM ", CultureInfo.InvariantCulture)
            + string.Create(CultureInfo.InvariantCulture, $"{time.Day,2}")
            + time.ToString(" HH:mm:ss yyyy", CultureInfo.InvariantCulture);
    }
}
