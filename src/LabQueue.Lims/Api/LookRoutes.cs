using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Api;

/// <summary>Finds and shows objects.</summary>
internal static class LookRoutes
{
    /// <summary>Objects of any type.</summary>
    public static Task<JsonObject> SearchAsync(LabCall call) => ListAsync(call, null);

    /// <summary>Objects of one type.</summary>
    public static Task<JsonObject> ListAsync(LabCall call) => ListAsync(call, call.Values["resource"]);

    /// <summary>One object, bare.</summary>
    public static Task<JsonObject> ShowAsync(LabCall call) => call.ReadAsync(async reader =>
    {
        var visibility = await Visibility.OfAsync(reader, call.User, call.Aborted);
        var found = await FindAsync(call, reader, visibility);
        return await ItemAsync(call, reader, new ItemWriter(call, visibility), found, isComplete: true);
    });

    /// <summary>One object of a type, in the envelope of a list.</summary>
    public static async Task<JsonObject> ShowOfTypeAsync(LabCall call)
    {
        var item = await ShowAsync(call);
        return new JsonObject
        {
            ["count"] = 1,
            ["pagesize"] = SearchQuery.UsualLimit,
            ["page"] = 1,
            ["pages"] = 1,
            ["next"] = null,
            ["previous"] = null,
            ["items"] = new JsonArray(item),
        };
    }

    private static async Task<LabObject> FindAsync(LabCall call, LabReader reader, Visibility visibility)
    {
        var uid = call.Values["uid"];
        var found = await visibility.GetAsync<LabObject>(reader, uid, call.Aborted);
        return call.Values.TryGetValue("resource", out var type) && found.PortalType != type
            ? throw new LabApiException(LabApiError.NotFound($"{type} {uid}"))
            : found;
    }

    private static Task<JsonObject> ListAsync(LabCall call, string? type)
    {
        var user = call.User;
        var asked = SearchQuery.Read(call, type);
        return call.ReadAsync(async reader =>
        {
            var visibility = await Visibility.OfAsync(reader, user, call.Aborted);
            var query = visibility.Narrow(asked);
            var found = query is null ? [] : await reader.ListAsync<LabObject>(query, call.Aborted);
            var count = query is null ? 0 : await CountAsync(reader, query, found.Count, call.Aborted);
            var writer = new ItemWriter(call, visibility);
            var isComplete = call.Flag("complete");
            var items = new JsonArray();
            foreach (var value in found.Where(visibility.Shows))
            {
                items.Add(await ItemAsync(call, reader, writer, value, isComplete));
            }

            return Envelope(call, asked, count, items);
        });
    }

    // The last page knows how many there are; for the others an index is read, and no object.
    private static async Task<long> CountAsync(LabReader reader, LabQuery query, int found, CancellationToken cancellationToken) =>
        found < query.Limit && (found > 0 || query.Offset == 0)
            ? query.Offset + found
            : await reader.CountAsync(query, cancellationToken);

    private static JsonObject Envelope(LabCall call, LabQuery asked, long count, JsonArray items) => new()
    {
        ["count"] = count,
        ["pagesize"] = asked.Limit,
        ["page"] = (asked.Offset / asked.Limit) + 1,
        ["pages"] = (count + asked.Limit - 1) / asked.Limit,
        ["next"] = asked.Offset + asked.Limit < count ? PageUrl(call, asked.Offset + asked.Limit) : null,
        ["previous"] = asked.Offset > 0 ? PageUrl(call, Math.Max(0, asked.Offset - asked.Limit)) : null,
        ["items"] = items,
    };

    private static string PageUrl(LabCall call, int offset)
    {
        var others = call.Context.Request.Query
            .Where(pair => pair.Key != "b_start")
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}");
        return $"{call.Url}?{string.Join('&', [.. others, $"b_start={offset}"])}";
    }

    private static async Task<JsonObject> ItemAsync(
        LabCall call, LabReader reader, ItemWriter writer, LabObject value, bool isComplete)
    {
        var item = isComplete ? writer.Complete(value) : writer.Brief(value);
        if (isComplete && value is Worksheet)
        {
            item["Layout"] = new JsonArray(
                [.. (await reader.SlotsAsync(value.Uid, call.Aborted)).Select(row => (JsonNode)LayoutRow(row))]);
        }

        if (call.Flag("children"))
        {
            item["children"] = await ChildrenAsync(call, reader, writer, value);
        }

        if (call.Flag("workflow"))
        {
            item["workflow_info"] = await WorkflowAsync(call, value);
        }

        return item;
    }

    private static JsonObject LayoutRow(SlotRow row) => new()
    {
        ["position"] = row.Position,
        ["type"] = row.Kind switch
        {
            AnalysisKind.Routine => "a",
            AnalysisKind.Blank => "b",
            AnalysisKind.Control => "c",
            AnalysisKind.Duplicate => "d",
        },
        ["container_uid"] = row.ContainerUid,
        ["analysis_uid"] = row.AnalysisUid,
        ["review_state"] = row.State,
    };

    private static async Task<JsonArray> ChildrenAsync(LabCall call, LabReader reader, ItemWriter writer, LabObject value)
    {
        var visibility = await Visibility.OfAsync(reader, call.User, call.Aborted);
        return visibility.Narrow(new LabQuery { ParentUid = value.Uid, Limit = 5_000 }) is { } query
            ? new JsonArray([.. (await reader.ListAsync<LabObject>(query, call.Aborted)).Where(visibility.Shows).Select(writer.Brief)])
            : [];
    }

    // What is allowed now is judged by the code that carries it out; nothing is committed.
    private static async Task<JsonObject> WorkflowAsync(LabCall call, LabObject value)
    {
        await using var work = await call.Services.Store.BeginAsync(call.Site, call.Origin(), call.Aborted);
        var actions = await LabActions.BeginAsync(work, call.User, call.Aborted);
        var transitions = (await actions.AllowedAsync(value.Uid, call.Aborted)).Select(id => (JsonNode)new JsonObject
        {
            ["title"] = id,
            ["value"] = id,
            ["display"] = id.Replace('_', ' '),
            ["url"] = $"{call.ApiUrl}/update/{value.Uid}",
        });
        return new JsonObject
        {
            ["status"] = value.State,
            ["review_state"] = value.State,
            ["transitions"] = new JsonArray([.. transitions]),
            ["review_history"] = ItemWriter.History(value),
        };
    }
}
