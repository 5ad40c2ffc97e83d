using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary><c>diff</c>: what a client lacks and what it must drop. Each client asks every two seconds.</summary>
internal static class DiffRoute
{
    public static async Task AnswerAsync(ApiCall call)
    {
        var filter = StatusFilter.Of(call);
        var uids = ReadUids(call.Payload);

        // No state that a task can have: nothing is lacking, and everything is stale.
        var diff = filter.Statuses.Count == 0
            ? new DiffResult([], uids)
            : await call.Queue.DiffAsync(
                new DiffRequest(uids)
                {
                    Statuses = filter.Statuses,
                    Ghosts = filter.Ghosts,
                    Username = call.Caller.OnlyOwn ?? call.Payload.Text("username"),
                },
                call.Aborted);

        var writer = call.Begin();
        writer.WriteNumber("count"u8, diff.Tasks.Count);
        writer.WriteStartArray("items"u8);
        await ListRoutes.WriteAsync(call, writer, diff.Tasks, call.Payload.Flag("complete"));
        writer.WriteEndArray();
        writer.WriteStartArray("stale"u8);
        for (var i = 0; i < diff.Stale.Count; i++)
        {
            writer.WriteStringValue(diff.Stale[i]);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("unknown"u8);
        writer.WriteEndArray();
        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    // What is no uid is passed over, as in the original: it can neither be a task nor be stale.
    private static List<string> ReadUids(Payload payload)
    {
        if (!payload.TryGet("uids"u8, out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return TaskUid.IsContext(value.GetString()) ? [value.GetString()!] : [];
        }

        var uids = new List<string>(PayloadFields.CountOf(value, "uids", QueueLimits.Uids));
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && item.GetString() is var uid && TaskUid.IsContext(uid))
            {
                uids.Add(uid!);
            }
        }

        return uids;
    }
}
