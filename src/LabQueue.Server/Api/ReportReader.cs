using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary>Reads what consumers say of their tasks.</summary>
internal static class ReportReader
{
    /// <summary>Reads one of the <c>reports</c> of a <c>pop</c>.</summary>
    public static TaskReport Read(JsonElement report)
    {
        if (report.ValueKind != JsonValueKind.Object)
        {
            throw new ApiRefusedException(ApiError.BadRequest("A report must be an object"));
        }

        var uid = report.TryGetProperty("task_uid"u8, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
        return TaskUid.IsValid(uid)
            ? Read(ReadKind(report), uid!, report)
            : throw new ApiRefusedException(ApiError.NoTaskUid);
    }

    /// <summary>Reads what a report of that kind says.</summary>
    public static TaskReport Read(ReportKind kind, string uid, JsonElement fields) => new(kind, uid)
    {
        Fence = PayloadFields.Long(fields, "fence"),
        ErrorMessage = kind == ReportKind.Fail ? ReadError(fields) : null,
        Processed = kind == ReportKind.Advance ? ReadProcessed(fields) : [],
    };

    /// <summary>A kind as the wire calls it.</summary>
    public static string NameOf(ReportKind kind) => kind switch
    {
        ReportKind.Done => "done",
        ReportKind.Fail => "fail",
        ReportKind.Timeout => "timeout",
        ReportKind.Advance => "advance",
        ReportKind.Release => "release",
    };

    /// <summary>An outcome as the wire calls it.</summary>
    public static string NameOf(ReportOutcome outcome) => outcome switch
    {
        ReportOutcome.Accepted => "accepted",
        ReportOutcome.NotFound => "not_found",
        ReportOutcome.NotRunning => "not_running",
        ReportOutcome.Stale => "stale",
        ReportOutcome.NotOfTask => "not_of_task",
    };

    /// <summary>An object's outcome as the wire calls it.</summary>
    public static string NameOf(ItemOutcomeKind outcome) => outcome switch
    {
        ItemOutcomeKind.Done => "done",
        ItemOutcomeKind.Refused => "refused",
        ItemOutcomeKind.Failed => "failed",
        ItemOutcomeKind.Skipped => "skipped",
    };

    // Any JSON value or null, and nothing is converted: an empty text stays one.
    private static JsonText? ReadError(JsonElement fields)
    {
        if (!fields.TryGetProperty("error_message"u8, out var value))
        {
            return null;
        }

        var error = JsonText.FromElement(value);
        return error is { Raw.Length: > QueueLimits.ErrorLength * 6 }
            ? throw new ApiRefusedException(
                ApiError.BadRequest($"'error_message' is longer than {QueueLimits.ErrorLength} letters"))
            : error;
    }

    private static ReportKind ReadKind(JsonElement report)
    {
        var name = report.TryGetProperty("kind"u8, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
        return name switch
        {
            "done" => ReportKind.Done,
            "fail" => ReportKind.Fail,
            "timeout" => ReportKind.Timeout,
            "advance" => ReportKind.Advance,
            "release" => ReportKind.Release,
            _ => throw new ApiRefusedException(
                ApiError.BadRequest("A report's 'kind' must be done, fail, timeout, advance or release")),
        };
    }

    private static ItemOutcome[] ReadProcessed(JsonElement fields)
    {
        if (!fields.TryGetProperty("processed"u8, out var list))
        {
            throw new ApiRefusedException(ApiError.BadRequest("'processed' must be a list"));
        }

        var items = new ItemOutcome[PayloadFields.CountOf(list, "processed", QueueLimits.Uids)];
        var next = 0;
        foreach (var item in list.EnumerateArray())
        {
            items[next++] = item.ValueKind == JsonValueKind.Object
                ? ReadItem(item)
                : throw new ApiRefusedException(ApiError.BadRequest("An element of 'processed' must be an object"));
        }

        return items;
    }

    private static ItemOutcome ReadItem(JsonElement item)
    {
        var uid = item.TryGetProperty("uid"u8, out var value) ? PayloadFields.ToText(value, "uid") : string.Empty;
        var message = item.TryGetProperty("message"u8, out var told) && told.ValueKind != JsonValueKind.Null
            ? PayloadFields.ToText(told, "message")
            : null;
        return uid.Length > 0
            ? new ItemOutcome(uid, ReadOutcome(item), message)
            : throw new ApiRefusedException(ApiError.BadRequest("An element of 'processed' must have a 'uid'"));
    }

    private static ItemOutcomeKind ReadOutcome(JsonElement item)
    {
        var name = item.TryGetProperty("outcome"u8, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
        return name switch
        {
            "done" => ItemOutcomeKind.Done,
            "refused" => ItemOutcomeKind.Refused,
            "failed" => ItemOutcomeKind.Failed,
            "skipped" => ItemOutcomeKind.Skipped,
            _ => throw new ApiRefusedException(
                ApiError.BadRequest("An 'outcome' must be done, refused, failed or skipped")),
        };
    }
}
