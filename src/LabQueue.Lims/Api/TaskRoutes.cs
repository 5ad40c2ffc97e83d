using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Api;

/// <summary>What became of queued work, and the routes of consumers of the original kind (<c>wire-protocol</c>, section 10).</summary>
internal static class TaskRoutes
{
    /// <summary>What became of each object of a task.</summary>
    public static Task<JsonObject> OutcomeAsync(LabCall call) => call.ReadAsync(async reader =>
    {
        var uid = call.Values["name"];
        if (await WorkLedger.FindAsync(reader, uid, call.Aborted) is not { } head || !MaySee(call.User, head))
        {
            throw new LabApiException(LabApiError.NotFound($"task {uid}"));
        }

        var items = await WorkLedger.OutcomesAsync(reader, uid, offset: 0, limit: int.MaxValue, call.Aborted);
        return new JsonObject
        {
            ["task_uid"] = uid,
            ["name"] = head.Name,
            ["action"] = head.Action,
            ["context_uid"] = head.ContextUid,
            ["username"] = head.Username,
            ["status"] = head.Status,
            ["error"] = head.Error,
            ["total"] = head.Total,
            ["done"] = head.Done,
            ["refused"] = head.Refused,
            ["failed"] = head.Failed,
            ["skipped"] = head.Skipped,
            ["remaining"] = head.Remaining,
            ["items"] = new JsonArray([.. items.Select(item => (JsonNode)new JsonObject
            {
                ["uid"] = item.ObjectUid,
                ["outcome"] = item.Outcome,
                ["message"] = item.Message,
                ["time"] = ItemWriter.Time(UnixTime.FromMicroseconds(item.Time)),
            })]),
            ["url"] = call.Url,
        };
    });

    /// <summary>Takes a task from the queue and begins it.</summary>
    public static async Task<JsonObject> ConsumeAsync(LabCall call)
    {
        if (!call.User.Has(Role.Consumer, Role.Manager))
        {
            throw new LabApiException(LabApiError.Forbidden("only the consumers' user takes tasks"));
        }

        var host = call.SiteUrl[..^(call.Site.Length + 1)];
        return new JsonObject
        {
            ["message"] = await call.Services.Processor.ConsumeAsync(call.Site, host, call.Aborted),
            ["url"] = call.Url,
        };
    }

    /// <summary>Does a running task, as its user.</summary>
    public static async Task<JsonObject> ProcessAsync(LabCall call)
    {
        var uid = call.Values.GetValueOrDefault("name") ?? call.Object.Text("task_uid");
        if (!TaskUid.IsValid(uid))
        {
            throw new LabApiException(new LabApiError(412, "Precondition Failed - Task uid empty or no valid format"));
        }

        if (await call.Services.Processor.ProcessAsync(call.Site, uid!, call.User, call.Aborted) is { } refusal)
        {
            throw new LabApiException(refusal.Kind switch
            {
                RefusalKind.Forbidden => LabApiError.Forbidden(refusal.Message),
                RefusalKind.NotFound => new LabApiError(500, "Internal Server Error - " + refusal.Message),
                _ => new LabApiError(501, "Not Implemented - " + refusal.Message),
            });
        }

        return new JsonObject { ["message"] = $"Task processed: {uid}", ["url"] = call.Url };
    }

    /// <summary>Whether a user may know what became of work.</summary>
    public static bool MaySee(LabUser user, WorkRecord head) =>
        user.Username == head.Username || user.Has([.. SiteRights.Laboratory, Role.Consumer]);
}
