using System.Text.Json;

namespace LabQueue.Client;

/// <summary>Writes payloads.</summary>
internal static class Requests
{
    /// <summary>Writes a list of texts.</summary>
    public static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        for (var index = 0; index < texts.Count; index++)
        {
            writer.WriteStringValue(texts[index]);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the states to look at. A server takes no state at all for the usual ones.</summary>
    public static void Statuses(Utf8JsonWriter writer, IReadOnlyList<QueueTaskStatus> statuses, bool ghosts)
    {
        writer.WriteStartArray("status");
        foreach (var status in statuses)
        {
            writer.WriteStringValue(TaskJson.NameOf(status));
        }

        if (ghosts)
        {
            writer.WriteStringValue("ghost");
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes why something is done, if somebody said so.</summary>
    public static void Reason(Utf8JsonWriter writer, Actor by)
    {
        if (by.Reason is not null)
        {
            writer.WriteString("reason", by.Reason);
        }
    }

    /// <summary>Writes a text if there is one.</summary>
    public static void Text(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    /// <summary>Writes a report's fields into the object that the writer is in.</summary>
    public static void Report(Utf8JsonWriter writer, TaskReport report)
    {
        writer.WriteString("task_uid", report.TaskUid);
        Text(writer, "consumer_id", report.ConsumerId);
        if (report.Fence is { } fence)
        {
            writer.WriteNumber("fence", fence);
        }

        if (report.Kind == ReportKind.Fail)
        {
            TaskJson.WriteText(writer, "error_message"u8, report.ErrorMessage);
        }

        if (report.Kind == ReportKind.Advance)
        {
            Processed(writer, report.Processed);
        }
    }

    /// <summary>A kind of report as the wire calls it, which is its route as well.</summary>
    public static string NameOf(ReportKind kind) => kind switch
    {
        ReportKind.Done => "done",
        ReportKind.Fail => "fail",
        ReportKind.Timeout => "timeout",
        ReportKind.Advance => "advance",
        ReportKind.Release => "release",
    };

    private static void Processed(Utf8JsonWriter writer, IReadOnlyList<ItemOutcome> processed)
    {
        writer.WriteStartArray("processed");
        foreach (var item in processed)
        {
            writer.WriteStartObject();
            writer.WriteString("uid", item.Uid);
            writer.WriteString("outcome", NameOf(item.Outcome));
            Text(writer, "message", item.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string NameOf(ItemOutcomeKind outcome) => outcome switch
    {
        ItemOutcomeKind.Done => "done",
        ItemOutcomeKind.Refused => "refused",
        ItemOutcomeKind.Failed => "failed",
        ItemOutcomeKind.Skipped => "skipped",
    };
}
