using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Api;

/// <summary>Writes objects as the JSON API has them (<c>lims-domain</c>, section 9).</summary>
/// <param name="call">The call.</param>
/// <param name="visibility">What the caller may see.</param>
internal sealed class ItemWriter(LabCall call, Visibility visibility)
{
    // Fields whose texts are uids of other objects.
    private static readonly FrozenSet<string> References = new[]
    {
        "AllowedInstruments", "AllowedMethods", "AnalysisService", "Category", "Contact", "Container", "DefaultDepartment",
        "Department", "Departments", "Instrument", "Instruments", "Manager", "Method", "Methods", "PendingServices",
        "ReferenceDefinition", "RestrictToMethod", "RetestOf", "SampleType", "Services", "Source", "WorksheetTemplate",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A time as the API has it.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture).Replace("+00:00", "Z", StringComparison.Ordinal);

    /// <summary>Where an object is found.</summary>
    public JsonObject Reference(string uid) => new()
    {
        ["uid"] = uid,
        ["url"] = $"{call.SiteUrl}/{uid}",
        ["api_url"] = $"{call.ApiUrl}/{uid}",
    };

    /// <summary>What lists say of an object.</summary>
    public JsonObject Brief(LabObject value)
    {
        var slash = value.Path.LastIndexOf('/');
        var parent = slash > 0 ? value.Path[..slash] : string.Empty;
        var host = call.SiteUrl[..^(call.Site.Length + 1)];
        var item = new JsonObject
        {
            ["uid"] = value.Uid,
            ["id"] = value.Id,
            ["title"] = value.Title,
            ["description"] = value.Description,
            ["created"] = Time(value.Created),
            ["modified"] = Time(value.Modified),
            ["effective"] = Time(value.Created),
            ["portal_type"] = value.PortalType,
            ["path"] = value.Path,
            ["parent_path"] = parent,
            ["url"] = host + value.Path,
            ["api_url"] = $"{call.ApiUrl}/{value.PortalType.ToLowerInvariant()}/{value.Uid}",
            ["parent_id"] = parent[(parent.LastIndexOf('/') + 1)..],
            ["parent_uid"] = value.ParentUid,
            ["parent_url"] = host + parent,
            ["author"] = value.Creator,
            ["tags"] = new JsonArray(),
            ["review_state"] = value.State,
            ["version"] = value.Version,
            ["getClientUID"] = value.ClientUid,
        };
        if (value is Analysis analysis)
        {
            AddColumns(item, analysis);
        }

        return item;
    }

    /// <summary>All that there is to say of an object, as far as the caller may know it.</summary>
    public JsonObject Complete(LabObject value)
    {
        var item = Brief(value);
        var fields = (JsonObject)JsonSerializer.SerializeToNode(value, value.GetType(), LabJson.Options)!;
        foreach (var (name, field) in fields.ToArray())
        {
            if (name is nameof(LabObject.History) or nameof(LabObject.Title) or nameof(LabObject.Description)
                || (value is Analysis analysis && IsResult(name) && !visibility.ShowsResult(analysis)))
            {
                continue;
            }

            fields.Remove(name);
            item[name] = References.Contains(name) ? Refer(field) : field;
        }

        return item;
    }

    /// <summary>What an object's transitions left behind, oldest first.</summary>
    public static JsonArray History(LabObject value) =>
    [
        .. value.History.Select(step => (JsonNode)new JsonObject
        {
            ["action"] = step.Action,
            ["actor"] = step.Actor,
            ["time"] = Time(step.Time),
            ["review_state"] = step.State,
            ["comments"] = step.Comment ?? string.Empty,
        }),
    ];

    private static bool IsResult(string name) => name is nameof(Analysis.Result) or nameof(Analysis.ResultCaptureDate);

    private static void AddColumns(JsonObject item, Analysis analysis)
    {
        item["Keyword"] = analysis.Keyword;
        item["getRequestID"] = analysis.ContainerId;
        item["getRequestUID"] = analysis.Container;
        item["getServiceUID"] = analysis.AnalysisService;
        item["getWorksheetUID"] = analysis.Slot?.WorksheetUid;
        item["getPosition"] = analysis.Slot?.Position;
    }

    private JsonNode? Refer(JsonNode? field) => field switch
    {
        JsonArray list => new JsonArray([.. list.Select(Refer)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && LabUid.IsUid(value.GetValue<string>()) =>
            Reference(value.GetValue<string>()),
        _ => field?.DeepClone(),
    };
}
