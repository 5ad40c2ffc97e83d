using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Api;

/// <summary>Sets fields of objects as requests name them.</summary>
internal static class ObjectFields
{
    private static readonly JsonSerializerOptions Lenient = new(LabJson.Options)
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    // What a record of a request has beside fields: which object it is, and what else is to happen.
    private static readonly string[] Control =
    [
        "api_url", "atomic", "comment", "comments", "id", "parent_path", "parent_uid", "path", "portal_type", "transition", "uid",
        "url", "version",
    ];

    // Set by transitions and links only.
    private static readonly string[] Fixed =
    [
        nameof(LabObject.History), nameof(Person.Username), nameof(Sample.DateReceived), nameof(Sample.DateVerified),
        nameof(Sample.DatePublished), nameof(Sample.StateBeforeCancel), nameof(Sample.PendingServices), nameof(Analysis.Kind),
        nameof(Analysis.Container), nameof(Analysis.ContainerId), nameof(Analysis.AnalysisService), nameof(Analysis.RetestOf),
        nameof(Analysis.Source), nameof(Analysis.ResultCaptureDate), nameof(Analysis.ContainerCreated),
        nameof(Analysis.ReferenceAnalysesGroupID), nameof(Analysis.AllowedMethods), nameof(Analysis.AllowedInstruments),
    ];

    /// <summary>The fields that a record names, as they are spelled in the laboratory.</summary>
    public static IReadOnlyList<string> NamesOf(JsonObject record) =>
        [.. record.Select(pair => pair.Key).Where(name => !Control.Contains(name, StringComparer.Ordinal)).Select(NameOf)];

    /// <summary>An object with the fields that a record names.</summary>
    /// <exception cref="LabApiException">A field is unknown, cannot be set, or has a value that it does not take.</exception>
    public static T Set<T>(T value, JsonObject record)
        where T : LabObject
    {
        var type = value.GetType();
        var fields = (JsonObject)JsonSerializer.SerializeToNode(value, type, LabJson.Options)!;
        foreach (var (given, node) in record.Where(pair => !Control.Contains(pair.Key, StringComparer.Ordinal)))
        {
            var name = NameOf(given);
            if (Fixed.Contains(name, StringComparer.Ordinal))
            {
                throw Wrong(given, $"'{given}' is not set by hand.");
            }

            var property = type.GetProperty(name) is { CanWrite: true } found && found.GetCustomAttributes(typeof(JsonIgnoreAttribute), true).Length == 0
                ? found
                : throw Wrong(given, $"A {value.PortalType} has no field '{given}'.");
            fields[name] = ValueOf(node, property.PropertyType);
        }

        try
        {
            var read = (LabObject)fields.Deserialize(type, Lenient)!;
            return (T)Place(read, value);
        }
        catch (JsonException wrong)
        {
            var field = wrong.Path?.TrimStart('$', '.') ?? string.Empty;
            throw Wrong(field, $"'{field}' has a value that it does not take.");
        }
    }

    /// <summary>An answer that says what is wrong with a field.</summary>
    public static LabApiException Wrong(string field, string message) =>
        new(LabApiError.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = message }));

    private static string NameOf(string given) => given switch
    {
        "title" or "Name" => nameof(LabObject.Title),
        "description" => nameof(LabObject.Description),
        _ => given,
    };

    // References come as uids, or as lists give them; numbers for texts and words for flags are taken as people mean them.
    private static JsonNode? ValueOf(JsonNode? node, Type type) => node switch
    {
        JsonObject reference when type == typeof(string) && reference["uid"] is JsonValue uid => uid.DeepClone(),
        JsonArray list when type == typeof(ValueList<string>) => new JsonArray([.. list.Select(one => ValueOf(one, typeof(string)))]),
        JsonValue value when type == typeof(string) && value.GetValueKind() == JsonValueKind.Number => value.ToJsonString(),
        JsonValue value when type == typeof(string) && value.GetValueKind() == JsonValueKind.String => value.GetValue<string>().Trim(),
        JsonValue value when type == typeof(bool) && value.GetValueKind() == JsonValueKind.String => ApiText.IsYes(value.GetValue<string>()),
        JsonValue value when IsEmpty(value) && Nullable.GetUnderlyingType(type) is not null => null,
        _ => node?.DeepClone(),
    };

    private static bool IsEmpty(JsonValue value) => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0;

    // What is no field of the type stays as it was.
    private static LabObject Place(LabObject read, LabObject from)
    {
        var placed = read with
        {
            Uid = from.Uid,
            Id = from.Id,
            Path = from.Path,
            ParentUid = from.ParentUid,
            ClientUid = from.ClientUid,
            State = from.State,
            Creator = from.Creator,
            Created = from.Created,
            Modified = from.Modified,
            Version = from.Version,
        };
        return placed switch
        {
            Analysis analysis => analysis with { Slot = ((Analysis)from).Slot },
            Person { Fullname.Length: > 0 } person => person with { Title = person.Fullname },
            _ => placed,
        };
    }
}
