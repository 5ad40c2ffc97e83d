using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LabQueue.TestKit.Golden;

/// <summary>Fills the templates of recorded requests, and compares answers with recorded ones. One per scenario.</summary>
/// <param name="start">The scenario's start.</param>
/// <param name="portal">What <c>{{portal}}</c> stands for.</param>
public sealed partial class GoldenMatcher(DateTimeOffset start, string portal)
{
    // What LabQueue adds to answers (section 12); an original client does not look at it.
    private static readonly HashSet<string> Added = new(StringComparer.Ordinal)
    {
        "added", "lane", "not_before", "origin_uid", "fence", "lease_until", "orphaned", "cancel_requested", "progress",
        "attempts", "reported", "type",
    };

    private readonly Dictionary<string, string> _uids = new(StringComparer.Ordinal);

    /// <summary>The text with its templates filled in.</summary>
    public string Fill(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Template().Replace(text, match => match.Groups["uid"].Success ? _uids[match.Groups["uid"].Value] : portal);
    }

    /// <summary>The value with its templates filled in.</summary>
    public JsonNode? Fill(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when value.TryGetProperty("$epoch", out var seconds) => Epoch(seconds),
        JsonValueKind.Object => new JsonObject(
            value.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, Fill(field.Value)))),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Fill)]),
        JsonValueKind.String => JsonValue.Create(Fill(value.GetString()!)),
        _ => JsonNode.Parse(value.GetRawText()),
    };

    /// <summary>The first difference between a recorded answer and ours, as a sentence; null where they match.</summary>
    public string? Difference(JsonElement expected, JsonElement actual, string path = "$")
    {
        var same = expected.ValueKind switch
        {
            JsonValueKind.Object when expected.TryGetProperty("$any", out _) => actual.ValueKind == JsonValueKind.Number,
            JsonValueKind.Object when expected.TryGetProperty("$epoch", out var seconds) =>
                IsNear(actual, Epoch(seconds), 0.001),
            JsonValueKind.Object when expected.TryGetProperty("$ctime", out var seconds) =>
                actual.ValueKind == JsonValueKind.String && actual.GetString() == Ctime(seconds),
            JsonValueKind.Object when expected.TryGetProperty("$set", out var set) => IsSameSet(set, actual),
            JsonValueKind.String => actual.ValueKind == JsonValueKind.String
                && IsSameText(expected.GetString()!, actual.GetString()!),
            JsonValueKind.Number => IsNear(actual, expected.GetDouble(), 0),
            JsonValueKind.Object or JsonValueKind.Array => actual.ValueKind == expected.ValueKind,
            _ => actual.ValueKind == expected.ValueKind,
        };
        return !same ? $"{path}: expected {expected}, got {actual}"
            : expected.ValueKind == JsonValueKind.Array ? ItemsDifference(expected, actual, path)
            : expected.ValueKind == JsonValueKind.Object && !IsTemplate(expected) ? FieldsDifference(expected, actual, path)
            : null;
    }

    [GeneratedRegex(@"\{\{(portal|uid:(?<uid>[^}]+))\}\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Template();

    private static bool IsTemplate(JsonElement value) => value.EnumerateObject().Any(field => field.Name.StartsWith('$'));

    private static bool IsNear(JsonElement actual, double expected, double by) =>
        actual.ValueKind == JsonValueKind.Number && Math.Abs(actual.GetDouble() - expected) <= by;

    private double Epoch(JsonElement seconds) => start.ToSeconds() + seconds.GetDouble();

    private string Ctime(JsonElement seconds)
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(Math.Floor(Epoch(seconds)));
        var day = time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);
        return time.ToString("ddd MMM ", CultureInfo.InvariantCulture) + day
            + time.ToString(" HH:mm:ss yyyy", CultureInfo.InvariantCulture);
    }

    private bool IsSameSet(JsonElement expected, JsonElement actual)
    {
        if (actual.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        var wanted = expected.EnumerateArray().Select(item => Fill(item)!.ToJsonString()).Order(StringComparer.Ordinal);
        var found = actual.EnumerateArray().Select(item => JsonNode.Parse(item.GetRawText())!.ToJsonString());
        return wanted.SequenceEqual(found.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    // A uid that the server made is bound where it comes first.
    private bool IsSameText(string expected, string actual)
    {
        if (!expected.Contains("{{", StringComparison.Ordinal))
        {
            return expected == actual;
        }

        var pattern = new StringBuilder("^");
        var names = new List<string>();
        var done = 0;
        foreach (Match match in Template().Matches(expected))
        {
            pattern.Append(Regex.Escape(expected[done..match.Index]));
            var name = match.Groups["uid"].Value;
            pattern.Append(
                name.Length == 0 ? Regex.Escape(portal)
                : _uids.TryGetValue(name, out var known) ? known
                : $"(?<u{names.Count}>[a-z0-9]{{32}})");
            if (name.Length > 0 && !_uids.ContainsKey(name))
            {
                names.Add(name);
            }

            done = match.Index + match.Length;
        }

        pattern.Append(Regex.Escape(expected[done..])).Append('$');
        var found = Regex.Match(actual, pattern.ToString(), RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        for (var i = 0; found.Success && i < names.Count; i++)
        {
            var uid = found.Groups[$"u{i}"].Value;
            if (_uids.ContainsValue(uid))
            {
                return false;
            }

            _uids[names[i]] = uid;
        }

        return found.Success;
    }

    private string? ItemsDifference(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.GetArrayLength() != actual.GetArrayLength())
        {
            return $"{path}: expected {expected}, got {actual}";
        }

        return expected.EnumerateArray()
            .Select((item, i) => Difference(item, actual[i], $"{path}[{i}]"))
            .FirstOrDefault(difference => difference is not null);
    }

    private string? FieldsDifference(JsonElement expected, JsonElement actual, string path)
    {
        foreach (var field in expected.EnumerateObject())
        {
            var difference = actual.TryGetProperty(field.Name, out var value)
                ? Difference(field.Value, value, $"{path}.{field.Name}")
                : $"{path}.{field.Name}: expected {field.Value}, got nothing";
            if (difference is not null)
            {
                return difference;
            }
        }

        var more = actual.EnumerateObject()
            .FirstOrDefault(field => !Added.Contains(field.Name) && !expected.TryGetProperty(field.Name, out _));
        return more.Value.ValueKind == JsonValueKind.Undefined ? null : $"{path}.{more.Name}: expected nothing, got {more.Value}";
    }
}
