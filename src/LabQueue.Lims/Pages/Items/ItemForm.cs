using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Lims.Pages.Items;

/// <summary>A form of an object: what stands in its fields, and what is wrong with them.</summary>
/// <param name="kind">The type.</param>
/// <param name="zone">The person's time zone, in which times are typed.</param>
internal sealed class ItemForm(ItemKind kind, TimeZoneInfo zone)
{
    private const string LocalFormat = "yyyy-MM-ddTHH:mm";
    private const int MostPositions = 200;

    /// <summary>The type.</summary>
    public ItemKind Kind => kind;

    /// <summary>What stands in the fields, by name; several where a field takes several.</summary>
    public Dictionary<string, IReadOnlyList<string>> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>What a reference sample should show, by service.</summary>
    public Dictionary<string, (string Result, string Min, string Max)> Results { get; } = new(StringComparer.Ordinal);

    /// <summary>The positions of a template.</summary>
    public List<(string Kind, string Reference, string DuplicateOf)> Layout { get; private set; } = [];

    /// <summary>What can be referred to, by type.</summary>
    public Dictionary<string, IReadOnlyList<LabObject>> Choices { get; } = new(StringComparer.Ordinal);

    /// <summary>What is wrong, by field; under an empty name what is wrong with none of them.</summary>
    public Dictionary<string, string> Wrong { get; } = new(StringComparer.Ordinal);

    /// <summary>The object's version when the form was made; 0: it is new.</summary>
    public long Version { get; set; }

    /// <summary>What stands in a field.</summary>
    public string Value(ItemField field) => Values.GetValueOrDefault(field.Name) is [var first, ..] ? first : string.Empty;

    /// <summary>Whether a value is among those of a field.</summary>
    public bool Has(ItemField field, string value) => Values.GetValueOrDefault(field.Name)?.Contains(value, StringComparer.Ordinal) == true;

    /// <summary>Objects of a type that the form refers to.</summary>
    public IReadOnlySet<string> UsedOf(string type)
    {
        IEnumerable<string> Of(ItemField field) => field.Kind switch
        {
            FieldKind.Results when type == AnalysisService.Type => Results.Where(row => row.Value.Result.Length > 0).Select(row => row.Key),
            FieldKind.Layout when type == ReferenceDefinition.Type => Layout.Select(row => row.Reference),
            _ => field.Type == type ? Values.GetValueOrDefault(field.Name) ?? [] : [],
        };
        return kind.Fields.SelectMany(Of).Where(uid => uid.Length > 0).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Fills the form with an object.</summary>
    public void Fill(LabObject value)
    {
        Version = value.Version;
        var fields = (JsonObject)JsonSerializer.SerializeToNode(value, value.GetType(), LabJson.Options)!;
        foreach (var field in kind.Fields)
        {
            Values[field.Name] = field.Name switch
            {
                "title" => [value.Title],
                "description" => [value.Description],
                "parent_uid" => [value.ParentUid],
                _ => [.. TextsOf(fields[field.Name], field.Kind)],
            };
        }

        foreach (var row in value switch
        {
            ReferenceDefinition definition => definition.ReferenceResults,
            ReferenceSample sample => sample.ReferenceResults,
            _ => [],
        })
        {
            Results[row.Service] = (Text(row.Result), Text(row.Min), Text(row.Max));
        }

        if (value is WorksheetTemplate template)
        {
            Layout = [.. template.TemplateLayout.OrderBy(row => row.Position).Select(row => (row.Kind.ToString(), row.Reference ?? string.Empty, row.DuplicateOf is { } slot ? Text(slot) : string.Empty))];
        }
    }

    /// <summary>Reads what was sent.</summary>
    public void Read(IFormCollection sent)
    {
        Version = long.TryParse(sent["version"], CultureInfo.InvariantCulture, out var version) ? version : 0;
        foreach (var field in kind.Fields)
        {
            Values[field.Name] = [.. sent[field.Name].OfType<string>()];
        }

        foreach (var name in sent.Keys.Where(name => name.StartsWith("result-", StringComparison.Ordinal)))
        {
            var service = name["result-".Length..];
            Results[service] = (sent[name].ToString().Trim(), sent["min-" + service].ToString().Trim(), sent["max-" + service].ToString().Trim());
        }

        if (kind.Fields.Any(field => field.Kind == FieldKind.Layout))
        {
            var count = int.TryParse(sent["positions"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, MostPositions) : 0;
            Layout = [.. Enumerable.Range(1, count).Select(position => (
                sent[$"kind-{position}"].ToString() is { Length: > 0 } sort ? sort : nameof(AnalysisKind.Routine),
                sent[$"reference-{position}"].ToString(),
                sent[$"duplicate-{position}"].ToString().Trim()))];
        }
    }

    /// <summary>What was sent as a record of the JSON API.</summary>
    public JsonObject ToRecord()
    {
        var record = new JsonObject();
        foreach (var field in kind.Fields)
        {
            if (!(field.Kind == FieldKind.Number && Value(field).Length == 0 && !IsNullable(field)))
            {
                record[field.Name] = ValueOf(field);
            }
        }

        return record;
    }

    private JsonNode? ValueOf(ItemField field) => field.Kind switch
    {
        FieldKind.Flag => Value(field).Length > 0,
        FieldKind.Moment => Value(field) is { Length: > 0 } text ? LocalTime.Read(text, zone)?.ToString("O", CultureInfo.InvariantCulture) ?? text : null,
        FieldKind.Reference => Value(field) is { Length: > 0 } uid ? uid : null,
        FieldKind.References => new JsonArray([.. (Values.GetValueOrDefault(field.Name) ?? []).Select(uid => (JsonNode)uid)]),
        FieldKind.Results => new JsonArray([.. Results.Where(row => row.Value.Result.Length > 0).Select(row => (JsonNode)new JsonObject
        {
            ["Service"] = row.Key,
            ["Result"] = row.Value.Result,
            ["Min"] = row.Value.Min.Length > 0 ? row.Value.Min : row.Value.Result,
            ["Max"] = row.Value.Max.Length > 0 ? row.Value.Max : row.Value.Result,
        })]),
        FieldKind.Layout => new JsonArray([.. Layout.Select((row, place) => (JsonNode)PositionOf(row, place + 1))]),
        _ => Value(field),
    };

    private static JsonObject PositionOf((string Kind, string Reference, string DuplicateOf) row, int position)
    {
        var made = new JsonObject { ["Position"] = position, [nameof(Kind)] = row.Kind };
        if (row.Kind is nameof(AnalysisKind.Blank) or nameof(AnalysisKind.Control) && row.Reference.Length > 0)
        {
            made["Reference"] = row.Reference;
        }

        if (row.Kind == nameof(AnalysisKind.Duplicate) && row.DuplicateOf.Length > 0)
        {
            made["DuplicateOf"] = row.DuplicateOf;
        }

        return made;
    }

    private IEnumerable<string> TextsOf(JsonNode? node, FieldKind field) => node switch
    {
        null => [],
        JsonArray list => list.OfType<JsonValue>().Select(one => one.ToString()),
        JsonValue flag when field == FieldKind.Flag => flag.GetValue<bool>() ? ["true"] : [],
        JsonValue moment when field == FieldKind.Moment => [TimeZoneInfo.ConvertTime(moment.Deserialize<DateTimeOffset>(), zone).ToString(LocalFormat, CultureInfo.InvariantCulture)],
        _ => [node.ToString()],
    };

    private bool IsNullable(ItemField field) =>
        LabTypes.Of(kind.Type).GetProperty(field.Name) is { } property && Nullable.GetUnderlyingType(property.PropertyType) is not null;

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
