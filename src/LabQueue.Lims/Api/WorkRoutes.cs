using System.Globalization;
using System.Text.Json.Nodes;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Api;

/// <summary>Work on many objects: queued, or done at once where there is no queue or it is little.</summary>
internal static class WorkRoutes
{
    /// <summary>Puts analyses on a worksheet.</summary>
    public static Task<JsonObject> AddAnalysesAsync(LabCall call)
    {
        var request = new WorkRequest(WorkAction.Assign, call.Values["uid"], call.Object.RequireUids("uids"))
        {
            Slots = SlotsOf(call.Object),
            Comment = call.Object.Text("comment"),
        };
        return RunAsync<Worksheet>(call, request);
    }

    /// <summary>Fills a worksheet as a template says.</summary>
    public static Task<JsonObject> ApplyTemplateAsync(LabCall call)
    {
        var template = ApiText.UidOf(call.Object["template"])
            ?? throw new LabApiException(LabApiError.BadRequest("'template' is to be the uid of a worksheet template."));
        var request = new WorkRequest(WorkAction.ApplyTemplate, call.Values["uid"], []) { TemplateUid = template };
        return RunAsync<Worksheet>(call, request);
    }

    /// <summary>A transition of a worksheet's analyses; without uids, of the worksheet itself.</summary>
    public static Task<JsonObject> WorksheetActionAsync(LabCall call)
    {
        var uid = call.Values["uid"];
        IReadOnlyList<string> uids = call.Object["uids"] is null ? [uid] : call.Object.RequireUids("uids");
        var request = new WorkRequest(call.Object.Require("action"), uid, uids)
        {
            Comment = call.Object.Text("comment"),
            Versions = VersionsOf(call.Object),
        };
        return RunAsync<Worksheet>(call, request);
    }

    /// <summary>A transition of samples.</summary>
    public static async Task<JsonObject> SampleActionAsync(LabCall call)
    {
        var uids = call.Object.RequireUids("uids");
        var (seen, unseen) = await SplitAsync(call, uids);
        var request = new WorkRequest(call.Object.Require("action"), seen.Count == 1 ? seen[0] : LabUid.Site, seen)
        {
            Comment = call.Object.Text("comment"),
            Versions = VersionsOf(call.Object),
        };
        var answer = seen.Count == 0 ? new WorkAnswer(null, 0, [], []) : await WorkAsync(call, request);
        return await AnswerAsync(call, answer with { Refused = [.. unseen, .. answer.Refused] }, []);
    }

    /// <summary>What became of work, in the envelope of changes.</summary>
    public static Task<JsonObject> AnswerAsync(LabCall call, WorkAnswer answer, IReadOnlyList<string> about) =>
        call.ReadAsync(async reader =>
        {
            LabApiException.ThrowIf(answer.Refusal);
            var visibility = await Visibility.OfAsync(reader, call.User, call.Aborted);
            var writer = new ItemWriter(call, visibility);
            var items = await visibility.FindAsync(reader, about.Count > 0 ? about : answer.Done, call.Aborted);
            return new JsonObject
            {
                ["count"] = items.Count,
                ["items"] = new JsonArray([.. items.Select(item => (JsonNode)writer.Brief(item))]),
                ["url"] = call.Url,
                ["queued"] = answer.Queued,
                ["task_uid"] = answer.TaskUid,
                ["done"] = new JsonArray([.. answer.Done.Select(uid => (JsonNode?)uid)]),
                ["refused"] = new JsonArray(
                    [.. answer.Refused.Select(item => (JsonNode)new JsonObject { ["uid"] = item.Uid, ["message"] = item.Message })]),
                ["note"] = answer.Note,
            };
        });

    /// <summary>Does work as the caller.</summary>
    public static Task<WorkAnswer> WorkAsync(LabCall call, WorkRequest request) =>
        call.Services.Work.RunAsync(call.Site, request, call.User, call.Origin(request.Comment), call.Aborted);

    private static async Task<JsonObject> RunAsync<T>(LabCall call, WorkRequest request)
        where T : LabObject
    {
        await call.ReadAsync(async reader =>
        {
            var visibility = await Visibility.OfAsync(reader, call.User, call.Aborted);
            return await visibility.GetAsync<T>(reader, request.ContextUid, call.Aborted);
        });
        return await AnswerAsync(call, await WorkAsync(call, request), []);
    }

    // Of what the caller may not see, nothing is told but that it is not there.
    private static Task<(IReadOnlyList<string> Seen, IReadOnlyList<RefusedItem> Unseen)> SplitAsync(
        LabCall call, IReadOnlyList<string> uids) => call.ReadAsync(async reader =>
    {
        var visibility = await Visibility.OfAsync(reader, call.User, call.Aborted);
        string[] seen = [.. (await visibility.FindAsync(reader, uids, call.Aborted)).OfType<Sample>().Select(sample => sample.Uid)];
        return ((IReadOnlyList<string>)seen,
            (IReadOnlyList<RefusedItem>)[.. uids.Except(seen, StringComparer.Ordinal).Select(uid => new RefusedItem(uid, "There is no such sample."))]);
    });

    private static IReadOnlyList<int?>? SlotsOf(JsonObject given) => given["slots"] is JsonArray slots
        ? [.. slots.Select(slot => int.TryParse(slot?.ToString(), CultureInfo.InvariantCulture, out var position) && position > 0 ? position : (int?)null)]
        : null;

    private static IReadOnlyList<long>? VersionsOf(JsonObject given) => given["versions"] is JsonArray versions
        ? [.. versions.Select(version => long.TryParse(version?.ToString(), CultureInfo.InvariantCulture, out var number) ? number : 0)]
        : null;
}
