using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.TestKit;
using LabQueue.TestKit.Model;

namespace LabQueue.Engine.Tests.Golden;

/// <summary>The routes of section 8 on top of the model: what the original would answer to a request in its plain form.</summary>
internal sealed class ModelServer(ModelQueue queue)
{
    /// <summary>The answer's status and those of its keys that depend on the queue; null for a request that is not modelled.</summary>
    public (int Status, JsonObject Body)? Answer(string route, JsonElement payload, string user, DateTimeOffset now)
    {
        var steps = route.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (steps[0], steps.Length) switch
        {
            ("add", 1) => Add(payload, user, now),
            ("pop", 1) => Pop(payload, now),
            ("done", 1) => Report(ReportKind.Done, payload, now),
            ("fail", 1) => Report(ReportKind.Fail, payload, now),
            ("timeout", 1) => Report(ReportKind.Timeout, payload, now),
            ("requeue", 1) => OnTask(Text(payload, "task_uid"), uid => queue.Requeue(uid, now)),
            ("requeue", 2) => OnTask(steps[1], uid => queue.Requeue(uid, now)),
            ("delete", 1) => OnTask(Text(payload, "task_uid"), uid => queue.Delete(uid, Given.Manager, now)),
            ("tasks", _) => Tasks(payload, steps.ElementAtOrDefault(1)),
            ("diff", 1) => Diff(payload),
            ("uids", _) => Uids(payload, steps.ElementAtOrDefault(1)),
            ("search", 1) => Search(payload),
            ({ Length: TaskUid.Length } uid, 1) when TaskUid.IsValid(uid) => One(uid),
            _ => null,
        };
    }

    private (int, JsonObject)? Add(JsonElement payload, string user, DateTimeOffset now)
    {
        if (GoldenWish.Read(payload) is not { } wish)
        {
            return null;
        }

        var result = queue.Add(wish, user, now);
        var status = result.Added ? JsonValue.Create("queued")
            : payload.TryGetProperty("status", out var sent) ? JsonNode.Parse(sent.GetRawText())
            : null;
        return (200, Items([GoldenTask.Short(result.Task, status)]));
    }

    private (int, JsonObject)? Pop(JsonElement payload, DateTimeOffset now)
    {
        if (Text(payload, "consumer_id") is not { Length: >= 4 } consumer)
        {
            return null;
        }

        var taken = queue.Pop(new PopRequest(consumer), now).Tasks;
        return (200, taken.Count == 0 ? [] : GoldenTask.Complete(taken[0]));
    }

    private (int, JsonObject)? Report(ReportKind kind, JsonElement payload, DateTimeOffset now)
    {
        if (Text(payload, "task_uid") is not { } uid || !TaskUid.IsValid(uid))
        {
            return null;
        }

        var error = payload.TryGetProperty("error_message", out var message) ? JsonText.FromElement(message) : null;
        var result = queue.Report(new TaskReport(kind, uid) { ErrorMessage = error }, now);
        return result.Outcome switch
        {
            ReportOutcome.Accepted => (200, new JsonObject { ["task"] = GoldenTask.Complete(result.Before!) }),
            ReportOutcome.NotFound => (404, []),
            ReportOutcome.NotRunning => (412, []),
            ReportOutcome.Stale => (409, []),
            ReportOutcome.NotOfTask => (400, []),
        };
    }

    private static (int, JsonObject)? OnTask(string? uid, Func<string, ChangeResult> change)
    {
        if (!TaskUid.IsValid(uid))
        {
            return null;
        }

        return change(uid!) is { Task: { } task }
            ? (200, new JsonObject { ["task"] = GoldenTask.Complete(task) })
            : (404, []);
    }

    private (int, JsonObject)? Tasks(JsonElement payload, string? inPath)
    {
        var (statuses, ghosts) = Statuses(payload, inPath);
        var since = payload.TryGetProperty("since", out var value) && value.ValueKind == JsonValueKind.Number
            ? UnixTime.FromSeconds(Math.Min(value.GetDouble(), UnixTime.LatestSeconds))
            : (DateTimeOffset?)null;
        var tasks = queue.List(new TaskQuery { Statuses = statuses, Ghosts = ghosts, Since = since });
        var answer = Items(tasks, payload);
        answer["since_time"] = queue.Oldest()?.ToSeconds() ?? -1;
        return (200, answer);
    }

    private (int, JsonObject)? Diff(JsonElement payload)
    {
        var (statuses, ghosts) = Statuses(payload, null);
        var result = queue.Diff(new DiffRequest(Texts(payload, "uids")) { Statuses = statuses, Ghosts = ghosts });
        var answer = Items(result.Tasks, payload);
        answer["stale"] = new JsonArray([.. result.Stale.Select(uid => JsonValue.Create(uid))]);
        answer["unknown"] = new JsonArray();
        return (200, answer);
    }

    private (int, JsonObject)? Uids(JsonElement payload, string? inPath)
    {
        var uids = queue.Uids(Statuses(payload, inPath).Statuses);
        return (200, new JsonObject
        {
            ["count"] = uids.Count,
            ["items"] = new JsonArray([.. uids.Select(uid => JsonValue.Create(uid))]),
        });
    }

    private (int, JsonObject)? Search(JsonElement payload) =>
        Text(payload, "uid") is { } uid && TaskUid.IsContext(uid)
            ? (200, Items(queue.Search(uid, Text(payload, "name") is { Length: > 0 } name ? name : null), payload))
            : null;

    private (int, JsonObject)? One(string uid) =>
        queue.Find(uid) is { } task ? (200, GoldenTask.Complete(task)) : (404, []);

    private static JsonObject Items(IReadOnlyList<QueueTask> tasks, JsonElement payload)
    {
        var complete = payload.TryGetProperty("complete", out var value)
            && value.ToString() is not ("" or "False" or "0")
            && value.ValueKind != JsonValueKind.Null;
        return Items([.. tasks.Select(task =>
            complete ? GoldenTask.Complete(task) : GoldenTask.Short(task, GoldenTask.Status(task)))]);
    }

    private static JsonObject Items(JsonNode[] items) => new() { ["count"] = items.Length, ["items"] = new JsonArray(items) };

    private static (IReadOnlyList<QueueTaskStatus> Statuses, bool Ghosts) Statuses(JsonElement payload, string? inPath)
    {
        string[] texts = inPath is null ? Texts(payload, "status") : [inPath];
        var isList = inPath is null && payload.TryGetProperty("status", out var sent) && sent.ValueKind == JsonValueKind.Array;
        var ghosts = isList ? texts.Contains("ghost") : texts.Any(text => text.Contains("ghost", StringComparison.Ordinal));
        if (Array.TrueForAll(texts, text => text.Length == 0))
        {
            texts = ["queued", "running"];
        }

        var known = new[] { QueueTaskStatus.Queued, QueueTaskStatus.Running, QueueTaskStatus.Failed };
        return ([.. known.Where(status => texts.Contains(status.ToString().ToLowerInvariant()))], ghosts);
    }

    private static string? Text(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] Texts(JsonElement payload, string name) =>
        !payload.TryGetProperty(name, out var value) ? [] : value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Select(item => item.ToString())],
            JsonValueKind.String => [value.GetString()!],
            _ => [],
        };
}
