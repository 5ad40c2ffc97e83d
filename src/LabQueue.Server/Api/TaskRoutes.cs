using System.Text.Json;
using LabQueue.Access;

namespace LabQueue.Server.Api;

/// <summary><c>add</c>, and one task by its uid.</summary>
internal static class TaskRoutes
{
    /// <summary><c>add</c>: adds the task that the payload is; or all of a list, or none.</summary>
    public static async Task AddAsync(ApiCall call)
    {
        var root = call.Payload.Root;
        var isList = root.ValueKind == JsonValueKind.Array;
        NewTask[] tasks = isList ? ReadList(call) : [Read(call, call.Payload.Fields)];

        // Not ended by a caller who hangs up: what has begun is carried through. A "reason" here is the task's own field.
        var results = await call.Queue.AddAsync(tasks, new Actor(call.Caller.Username), CancellationToken.None);

        var writer = call.Begin();
        writer.WriteNumber("count"u8, results.Count);
        writer.WriteStartArray("items"u8);
        for (var i = 0; i < results.Count; i++)
        {
            if (isList)
            {
                WriteComplete(writer, call, results[i]);
                await call.SendPieceAsync();
            }
            else
            {
                WriteAdded(writer, call, results[i], root);
            }
        }

        writer.WriteEndArray();
        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    /// <summary>One task, in any state.</summary>
    public static async Task FindAsync(ApiCall call)
    {
        // The original asks the server, which is another one then. There is nobody behind us to ask.
        if (!call.Address.IsServer(call.Site.Settings.Server))
        {
            await call.RefuseAsync(ApiError.NoOtherServer);
            return;
        }

        var uid = call.TaskUid();
        var task = await call.Queue.FindAsync(uid, call.Aborted);
        if (task is null || !call.MaySee(task))
        {
            await call.RefuseAsync(ApiError.TaskNotFound(uid));
            return;
        }

        TaskJson.WriteFields(call.Begin(), task, call.Address.TaskPrefix);
        await call.EndAsync();
    }

    private static NewTask[] ReadList(ApiCall call)
    {
        var count = PayloadFields.CountOf(call.Payload.Root, "add", QueueLimits.TasksPerAdd);
        if (count == 0)
        {
            throw new ApiRefusedException(ApiError.NoValidTask);
        }

        var tasks = new NewTask[count];
        var next = 0;
        foreach (var item in call.Payload.Root.EnumerateArray())
        {
            tasks[next++] = item.ValueKind == JsonValueKind.Object
                ? Read(call, item)
                : throw new ApiRefusedException(ApiError.NoValidTask);
        }

        return tasks;
    }

    private static NewTask Read(ApiCall call, JsonElement fields)
    {
        var task = NewTaskReader.Read(fields);
        if (task.TakenOverAs is not null && !call.Caller.May(QueueRights.Consume | QueueRights.ActForOthers))
        {
            // Under the caller's own name it would not be the task that it was.
            throw new ApiRefusedException(ApiError.Forbidden("Only who consumes and acts for others takes tasks over"));
        }

        return call.Caller.May(QueueRights.ActForOthers) ? task : task with { Username = null };
    }

    // The original knows no lists, so here is nothing to keep: the task is answered whole, with the site's defaults.
    private static void WriteComplete(Utf8JsonWriter writer, ApiCall call, AddResult result)
    {
        writer.WriteStartObject();
        TaskJson.WriteFields(writer, result.Task, call.Address.TaskPrefix);
        writer.WriteBoolean("added"u8, result.Added);
        writer.WriteEndObject();
    }

    // What was not added is answered as it came: a client of the original takes its status as it sent it, null mostly.
    private static void WriteAdded(Utf8JsonWriter writer, ApiCall call, AddResult result, JsonElement sent)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("status"u8);
        if (result.Added)
        {
            writer.WriteStringValue(TaskJson.NameOf(result.Task.Status));
        }
        else if (sent.TryGetProperty("status"u8, out var status))
        {
            status.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }

        TaskJson.WriteShortFields(writer, result.Task, call.Address.TaskPrefix);
        writer.WriteBoolean("added"u8, result.Added);
        writer.WriteEndObject();
    }
}
