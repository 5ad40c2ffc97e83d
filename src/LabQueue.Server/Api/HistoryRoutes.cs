using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary><c>history</c>: ended tasks; and <c>explain</c>: all that is known of one task.</summary>
internal static class HistoryRoutes
{
    private const int MostEntries = 1_000;
    private const int UsualEntries = 100;
    private const int MostStatuses = 10;

    public static async Task HistoryAsync(ApiCall call)
    {
        var payload = call.Payload;
        var (statuses, ghosts) = ReadStatuses(payload);
        if (ghosts)
        {
            throw new ApiRefusedException(ApiError.BadRequest("A 'status' is queued, running, failed, done, cancelled or deleted"));
        }

        var query = new HistoryQuery
        {
            After = PayloadFields.Long(payload.Fields, "after"),
            Before = PayloadFields.Long(payload.Fields, "before"),
            NewestFirst = payload.Flag("newest_first"),
            Statuses = statuses,
            TaskUid = payload.Text("task_uid"),
            Username = call.Caller.OnlyOwn ?? payload.Text("username"),
            Limit = payload.Whole("limit", 1, MostEntries) ?? UsualEntries,
        };
        var page = await call.Queue.HistoryAsync(query, call.Aborted);
        var writer = call.Begin();
        writer.WriteNumber("count"u8, page.Entries.Count);
        writer.WriteNumber("last"u8, page.Last);
        writer.WriteStartArray("items"u8);
        for (var i = 0; i < page.Entries.Count; i++)
        {
            Write(writer, page.Entries[i], call.Address.TaskPrefix);
            await call.SendPieceAsync();
        }

        writer.WriteEndArray();
        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    public static async Task ExplainAsync(ApiCall call)
    {
        var uid = call.TaskUid();
        var details = await call.Queue.ExplainAsync(uid, call.Aborted);
        if (details is null || !call.MaySee(details.Task))
        {
            await call.RefuseAsync(ApiError.TaskNotFound(uid));
            return;
        }

        var writer = call.Begin();
        writer.WritePropertyName("task"u8);
        TaskJson.Write(writer, details.Task, call.Address.TaskPrefix);
        WriteEnd(writer, details.End);
        WriteAttempts(writer, details.Attempts);
        writer.WriteStartArray("outcomes"u8);
        for (var i = 0; i < details.Outcomes.Count; i++)
        {
            Write(writer, details.Outcomes[i]);
            await call.SendPieceAsync();
        }

        writer.WriteEndArray();
        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    /// <summary>Reads the states that a list is asked for, and whether hidden tasks are, too.</summary>
    public static (IReadOnlyList<QueueTaskStatus> Statuses, bool Ghosts) ReadStatuses(Payload payload)
    {
        var (statuses, ghosts) = (new List<QueueTaskStatus>(), false);
        foreach (var name in payload.Texts("status", MostStatuses).Where(name => name.Length > 0))
        {
            if (name == "ghost")
            {
                ghosts = true;
                continue;
            }

            statuses.Add(
                TaskJsonReader.TryReadStatus(name, out var status)
                    ? status
                    : throw new ApiRefusedException(
                        ApiError.BadRequest("A 'status' is queued, running, failed, done, cancelled or deleted")));
        }

        return (statuses, ghosts);
    }

    private static void Write(Utf8JsonWriter writer, HistoryEntry entry, string taskPrefix)
    {
        writer.WriteStartObject();
        WriteFields(writer, entry);
        writer.WritePropertyName("task"u8);
        TaskJson.Write(writer, entry.Task, taskPrefix);
        writer.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter writer, HistoryEntry entry)
    {
        writer.WriteNumber("number"u8, entry.Number);
        writer.WriteString("status"u8, TaskJson.NameOf(entry.Task.Status));
        TaskJson.WriteTime(writer, "ended"u8, entry.Ended);
        writer.WriteString("ended_by"u8, entry.EndedBy);
        writer.WriteString("reason"u8, entry.Reason);
    }

    /// <summary>Writes how a task left the queue.</summary>
    public static void WriteEnd(Utf8JsonWriter writer, HistoryEntry? end)
    {
        writer.WritePropertyName("end"u8);
        if (end is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        WriteFields(writer, end);
        writer.WriteEndObject();
    }

    private static void WriteAttempts(Utf8JsonWriter writer, IReadOnlyList<TaskAttempt> attempts)
    {
        writer.WriteStartArray("attempts"u8);
        foreach (var attempt in attempts)
        {
            writer.WriteStartObject();
            writer.WriteNumber("number"u8, attempt.Number);
            writer.WriteString("consumer_id"u8, attempt.ConsumerId);
            TaskJson.WriteTime(writer, "started"u8, attempt.Started);
            TaskJson.WriteTime(writer, "ended"u8, attempt.Ended);
            writer.WriteString("outcome"u8, attempt.Outcome);
            TaskJson.WriteText(writer, "error"u8, attempt.Error);
            writer.WriteString("reported_by"u8, attempt.ReportedBy);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ItemOutcome item)
    {
        writer.WriteStartObject();
        writer.WriteString("uid"u8, item.Uid);
        writer.WriteString("outcome"u8, ReportReader.NameOf(item.Outcome));
        writer.WriteString("message"u8, item.Message);
        writer.WriteEndObject();
    }
}
