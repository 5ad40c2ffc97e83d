using System.Text.Json;
using LabQueue.Engine;

namespace LabQueue.Server.Api;

/// <summary><c>tasks</c>, <c>uids</c> and <c>search</c>: who looks at the queue.</summary>
/// <remarks>Lists may be as long as the queue, so they are read page by page and sent piece by piece.</remarks>
internal static class ListRoutes
{
    private const int Page = 1_000;

    /// <summary><c>tasks</c>: all tasks in these states, in the queue's order; or a page of them.</summary>
    public static async Task TasksAsync(ApiCall call)
    {
        var filter = StatusFilter.Of(call);
        var limit = call.Payload.Whole("limit", 1, Page);
        var isComplete = call.Payload.Flag("complete");
        var query = new TaskQuery
        {
            Statuses = filter.Statuses,
            Ghosts = filter.Ghosts,
            Since = ReadSince(call.Payload, out var isLater),
            Name = call.Payload.Text("name"),
            Username = call.Caller.OnlyOwn ?? call.Payload.Text("username"),
            Scheduled = call.Payload.Flag("scheduled"),
            After = ReadAfter(call.Payload),
            Limit = limit ?? Page,
        };
        var oldest = await call.Queue.OldestAsync(call.Aborted);
        var isEmpty = filter.Statuses.Count == 0 || isLater;

        // The first page is read before the answer begins, so that trouble with the store is still told as such.
        var page = isEmpty ? new TaskPage([], Next: null) : await call.Queue.ListAsync(query, call.Aborted);
        var writer = call.Begin();
        WriteSinceTime(writer, oldest);
        writer.WriteStartArray("items"u8);
        var count = 0;
        while (true)
        {
            count += page.Tasks.Count;
            await WriteAsync(call, writer, page.Tasks, isComplete);
            if (limit is not null || page.Next is null)
            {
                break;
            }

            page = await call.Queue.ListAsync(query with { After = page.Next }, call.Aborted);
        }

        writer.WriteEndArray();
        writer.WriteNumber("count"u8, count);
        if (limit is not null)
        {
            writer.WriteString("next"u8, page.Next);
        }

        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    /// <summary><c>uids</c>: the objects that the tasks in these states are about or touch, each once.</summary>
    public static async Task UidsAsync(ApiCall call)
    {
        var filter = StatusFilter.Of(call);
        var uids = filter.Statuses.Count == 0 ? []
            : call.Caller.OnlyOwn is { } username ? await OwnUidsAsync(call, filter.Statuses, username)
            : await call.Queue.UidsAsync(filter.Statuses, call.Aborted);
        var writer = call.Begin();
        writer.WriteNumber("count"u8, uids.Count);
        writer.WriteStartArray("items"u8);
        foreach (var uid in uids)
        {
            writer.WriteStringValue(uid);
            await call.SendPieceAsync();
        }

        writer.WriteEndArray();
        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    /// <summary><c>search</c>: tasks about an object, or touching it.</summary>
    public static async Task SearchAsync(ApiCall call)
    {
        var uid = call.Payload.Text("uid");
        if (!TaskUid.IsContext(uid))
        {
            throw new ApiRefusedException(ApiError.BadRequest("'uid' must be 32 characters from a-z and 0-9, or 0"));
        }

        var tasks = await call.Queue.SearchAsync(uid!, call.Payload.Text("name"), call.Aborted);
        if (call.Caller.OnlyOwn is not null)
        {
            tasks = [.. tasks.Where(call.MaySee)];
        }

        var writer = call.Begin();
        writer.WriteNumber("count"u8, tasks.Count);
        writer.WriteStartArray("items"u8);
        await WriteAsync(call, writer, tasks, call.Payload.Flag("complete"));
        writer.WriteEndArray();
        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    /// <summary>Writes tasks into the array that the writer is in.</summary>
    public static async ValueTask WriteAsync(
        ApiCall call, Utf8JsonWriter writer, IReadOnlyList<QueueTask> tasks, bool isComplete)
    {
        for (var i = 0; i < tasks.Count; i++)
        {
            if (isComplete)
            {
                TaskJson.Write(writer, tasks[i], call.Address.TaskPrefix);
            }
            else
            {
                TaskJson.WriteShort(writer, tasks[i], call.Address.TaskPrefix);
            }

            await call.SendPieceAsync();
        }
    }

    // Taken for the beginning, a place that is none would give a reader who goes page by page the same page for ever.
    private static string? ReadAfter(Payload payload)
    {
        var after = payload.Text("after");
        return after is null || (payload.Flag("scheduled") ? StartKey.TryReadCursor(after, out _) : OrderKey.TryReadCursor(after, out _))
            ? after
            : throw new ApiRefusedException(ApiError.BadRequest("'after' must be the 'next' of the page before"));
    }

    private static void WriteSinceTime(Utf8JsonWriter writer, DateTimeOffset? oldest)
    {
        if (oldest is null)
        {
            writer.WriteNumber("since_time"u8, -1);
        }
        else
        {
            TaskJson.WriteTime(writer, "since_time"u8, oldest);
        }
    }

    // A number outside the times that the wire knows is earlier or later than every task; it need not be refused.
    private static DateTimeOffset? ReadSince(Payload payload, out bool isLater)
    {
        isLater = false;
        if (!payload.TryGet("since"u8, out var value))
        {
            return null;
        }

        if (!LooseValue.TryReadNumber(value, out var number) || number is not { } since)
        {
            throw new ApiRefusedException(ApiError.BadRequest("'since' must be a number: seconds since 1970"));
        }

        isLater = since >= UnixTime.LatestSeconds;
        return UnixTime.IsValid(since) ? UnixTime.FromSeconds(since) : null;
    }

    private static async Task<IReadOnlyCollection<string>> OwnUidsAsync(
        ApiCall call, IReadOnlyList<QueueTaskStatus> statuses, string username)
    {
        var uids = new HashSet<string>(StringComparer.Ordinal);
        var query = new TaskQuery { Statuses = statuses, Ghosts = true, Username = username };
        TaskPage page;
        do
        {
            page = await call.Queue.ListAsync(query, call.Aborted);
            uids.UnionWith(page.Tasks.SelectMany(task => task.Uids.Append(task.ContextUid)).Where(uid => uid.Length > 0));
            query = query with { After = page.Next };
        }
        while (page.Next is not null);
        return uids;
    }
}
