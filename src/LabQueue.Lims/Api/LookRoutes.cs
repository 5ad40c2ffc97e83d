using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Api;

/// <summary>Finds and shows objects.</summary>
internal static class LookRoutes
{
    /// <summary>Objects of any type.</summary>
    public static Task<JsonObject> SearchAsync(LabCall call) => ListAsync(call, null);

    /// <summary>Objects of one type.</summary>
    public static Task<JsonObject> ListAsync(LabCall call) => ListAsync(call, call.Values["resource"]);

    /// <summary>One object, bare.</summary>
    public static Task<JsonObject> ShowAsync(LabCall call) => call.LookAsync(async work =>
    {
        var visibility = await Visibility.OfAsync(work, call.User, call.Aborted);
        var items = await new ItemReader(call, work, visibility).ReadAsync([await FindAsync(call, work, visibility)], isComplete: true);
        return (JsonObject)items[0]!.DeepClone();
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
        return call.LookAsync(async work =>
        {
            var visibility = await Visibility.OfAsync(work, user, call.Aborted);
            var most = SearchQuery.MostOf(call);
            var query = most > asked.Offset ? visibility.Narrow(asked with { Limit = Math.Min(asked.Limit, most - asked.Offset) }) : null;
            var found = query is null ? [] : await work.ListAsync<LabObject>(query, call.Aborted);
            var count = query is null ? 0 : await CountAsync(work, query, found.Count, call.Aborted);
            var items = await new ItemReader(call, work, visibility).ReadAsync([.. found.Where(visibility.Shows)], call.Flag("complete"));
            return Envelope(call, asked, Math.Min(count, most), items);
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
}
