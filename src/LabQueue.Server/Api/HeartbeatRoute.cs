using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary><c>heartbeat</c>: a consumer says that it still works, and hears which work is not its own any more.</summary>
internal static class HeartbeatRoute
{
    public static async Task AnswerAsync(ApiCall call)
    {
        var heartbeat = new Heartbeat(PopRoute.ReadConsumerId(call.Payload), ReadTasks(call.Payload), LeaseLength.Read(call.Payload));
        var answers = await call.Queue.HeartbeatAsync(heartbeat, CancellationToken.None);
        var writer = call.Begin();
        writer.WriteNumber("count"u8, answers.Count);
        writer.WriteStartArray("items"u8);
        for (var i = 0; i < answers.Count; i++)
        {
            Write(writer, answers[i]);
        }

        writer.WriteEndArray();
        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    private static HeldTask[] ReadTasks(Payload payload)
    {
        if (!payload.TryGet("tasks"u8, out var list))
        {
            return [];
        }

        var tasks = new HeldTask[PayloadFields.CountOf(list, "tasks", QueueLimits.ReportsPerPop)];
        var next = 0;
        foreach (var item in list.EnumerateArray())
        {
            tasks[next++] = ReadTask(item);
        }

        return tasks;
    }

    private static HeldTask ReadTask(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object
            || !item.TryGetProperty("task_uid"u8, out var value)
            || value.ValueKind != JsonValueKind.String
            || !TaskUid.IsValid(value.GetString()))
        {
            throw new ApiRefusedException(ApiError.NoTaskUid);
        }

        return PayloadFields.Long(item, "fence") is { } fence
            ? new HeldTask(value.GetString()!, fence)
            : throw new ApiRefusedException(ApiError.BadRequest("Each of 'tasks' must have its 'fence'"));
    }

    private static void Write(Utf8JsonWriter writer, HeartbeatAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteString("task_uid"u8, answer.TaskUid);
        writer.WriteNumber("fence"u8, answer.Fence);
        writer.WriteBoolean("held"u8, answer.Held);
        writer.WriteBoolean("stop"u8, answer.Stop);
        TaskJson.WriteTime(writer, "lease_until"u8, answer.LeaseUntil);
        writer.WriteEndObject();
    }
}
