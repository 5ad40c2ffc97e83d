using System.Globalization;
using System.Text.Json.Nodes;

namespace LabQueue.Engine.Tests.Golden;

/// <summary>Shows a task as the original's answers do (section 4).</summary>
internal static class GoldenTask
{
    public static JsonObject Complete(QueueTask task)
    {
        var shown = new JsonObject
        {
            ["task_uid"] = task.TaskUid,
            ["task_url"] = Url(task),
            ["name"] = task.Name,
            ["context_uid"] = task.ContextUid,
            ["context_path"] = task.ContextPath,
            ["uids"] = new JsonArray([.. task.Uids.Select(uid => JsonValue.Create(uid))]),
            ["created"] = task.Created.ToSeconds(),
            ["status"] = Status(task),
            ["error_message"] = task.ErrorMessage is { } error ? JsonNode.Parse(error.Raw) : null,
            ["min_seconds"] = task.MinSeconds,
            ["max_seconds"] = task.MaxSeconds,
            ["priority"] = task.Priority,
            ["retries"] = task.Retries,
            ["unique"] = task.Unique,
            ["chunk_size"] = task.ChunkSize,
            ["username"] = task.Username,
        };
        AddServersOwn(shown, task);
        if (!task.Extra.IsEmpty)
        {
            // Posted values stay as they came until the server puts its own there.
            foreach (var (name, value) in JsonNode.Parse(task.Extra.ToString())!.AsObject())
            {
                shown.TryAdd(name, value?.DeepClone());
            }
        }

        return shown;
    }

    public static JsonObject Short(QueueTask task, JsonNode? status) => new()
    {
        ["task_uid"] = task.TaskUid,
        ["task_url"] = Url(task),
        ["name"] = task.Name,
        ["priority"] = task.Priority,
        ["status"] = status,
        ["retries"] = task.Retries,
        ["username"] = task.Username,
        ["created"] = Ctime(task.Created),
    };

    public static string Status(QueueTask task) => task.Status.ToString().ToLowerInvariant();

    private static void AddServersOwn(JsonObject shown, QueueTask task)
    {
        if (task.Started is { } started)
        {
            shown["started"] = started.ToSeconds();
            shown["consumer_id"] = task.ConsumerId;
        }

        if (task.Delay is { } delay && !task.Extra.Contains("delay"u8))
        {
            shown["delay"] = delay;
        }
    }

    private static string Url(QueueTask task) => $"http://golden/senaite/@@API/senaite/v1/queue_server/{task.TaskUid}";

    private static string Ctime(DateTimeOffset time)
    {
        var day = time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);
        return time.ToString("ddd MMM ", CultureInfo.InvariantCulture) + day
            + time.ToString(" HH:mm:ss yyyy", CultureInfo.InvariantCulture);
    }
}
