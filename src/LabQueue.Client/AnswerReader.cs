using System.Text.Json;
using static LabQueue.Client.Answers;

namespace LabQueue.Client;

/// <summary>Reads the answers of the routes that LabQueue adds.</summary>
/// <remarks><c>wire-protocol</c>, section 12.</remarks>
internal static class AnswerReader
{
    /// <summary>What a consumer was given.</summary>
    public static PopResult Pop(JsonElement answer)
    {
        QueueTask[] tasks = answer.TryGetProperty("items"u8, out _) ? Tasks(answer, "items")
            : answer.TryGetProperty("task_uid"u8, out _) ? [TaskJsonReader.Read(answer)]
            : [];
        ReportResult[] reported = answer.TryGetProperty("reported"u8, out _)
            ? List(answer, "reported", report => new ReportResult(
                Word<ReportOutcome>(report, "outcome"), Task(report, "before"), Task(report, "after")))
            : [];
        return new PopResult(tasks, reported);
    }

    /// <summary>What the server says to a task of a heartbeat.</summary>
    public static HeartbeatAnswer Heartbeat(JsonElement item) => new(
        NeededText(item, "task_uid"),
        item.GetProperty("fence").GetInt64(),
        item.GetProperty("held").GetBoolean(),
        item.GetProperty("stop").GetBoolean(),
        Time(item, "lease_until"));

    /// <summary>All that is known of a task.</summary>
    public static TaskDetails Details(JsonElement answer)
    {
        var task = Task(answer, "task") ?? throw new JsonException("'task' is missing.");
        var end = answer.TryGetProperty("end"u8, out var found) && found.ValueKind == JsonValueKind.Object
            ? End(found, task)
            : null;
        return new TaskDetails(task, end, List(answer, "attempts", Attempt), List(answer, "outcomes", Outcome));
    }

    /// <summary>A page of the history.</summary>
    public static HistoryPage History(JsonElement answer) => new(
        List(answer, "items", entry => End(entry, Task(entry, "task") ?? throw new JsonException("'task' is missing."))),
        answer.GetProperty("last").GetInt64());

    /// <summary>A page of tasks that were found.</summary>
    public static TaskSearchPage Found(JsonElement answer) => new(
        List(answer, "items", item =>
        {
            var details = Task(item, "task") ?? throw new JsonException("'task' is missing.");
            var end = item.GetProperty("end");
            return new FoundTask(details, end.ValueKind == JsonValueKind.Object ? End(end, details) : null);
        }),
        answer.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null,
        Time(answer, "known"));

    /// <summary>The queue in figures.</summary>
    public static QueueStats Stats(JsonElement answer) => new()
    {
        Queued = answer.GetProperty("queued").GetInt64(),
        Running = answer.GetProperty("running").GetInt64(),
        Failed = answer.GetProperty("failed").GetInt64(),
        Done = answer.GetProperty("done").GetInt64(),
        Paused = answer.GetProperty("paused").GetBoolean(),
        OldestQueued = Time(answer, "oldest_queued"),
        Names = List(answer, "names", name => new NameStats(
            NeededText(name, "name"),
            name.GetProperty("queued").GetInt64(),
            name.GetProperty("running").GetInt64(),
            name.GetProperty("failed").GetInt64(),
            name.GetProperty("done").GetInt64())),
        Minutes = List(answer, "minutes", Minute),
    };

    /// <summary>What happened within a minute, or a quarter of an hour.</summary>
    public static MinuteStats Minute(JsonElement minute) => new(
        NeededTime(minute, "minute"),
        minute.GetProperty("added").GetInt64(),
        minute.GetProperty("started").GetInt64(),
        minute.GetProperty("done").GetInt64(),
        minute.GetProperty("failed").GetInt64());

    /// <summary>A consumer.</summary>
    public static ConsumerInfo Consumer(JsonElement item) => new(
        NeededText(item, "consumer_id"),
        NeededTime(item, "first_heard"),
        NeededTime(item, "last_heard"),
        item.GetProperty("leased").GetBoolean(),
        Text(item, "version"),
        Tasks(item, "running"))
    {
        // Older servers tell neither.
        Names = item.TryGetProperty("names"u8, out _) ? List(item, "names", name => name.GetString() ?? string.Empty) : [],
        Mode = item.TryGetProperty("mode"u8, out _) ? Word<ConsumerMode>(item, "mode") : ConsumerMode.Active,
    };

    /// <summary>A change that somebody made.</summary>
    public static AuditRecord Audit(JsonElement item) => new(
        item.GetProperty("number").GetInt64(),
        NeededTime(item, "time"),
        NeededText(item, "username"),
        NeededText(item, "action"),
        Text(item, "target"),
        Text(item, "reason"),
        Text(item, "detail"));

    /// <summary>The site's settings.</summary>
    public static SiteSettings Settings(JsonElement answer) => new()
    {
        Server = Text(answer, "server") ?? string.Empty,
        DefaultChunkSize = answer.GetProperty("default").GetInt32(),
        MaxRetries = answer.GetProperty("max_retries").GetInt32(),
        MinSecondsTask = answer.GetProperty("min_seconds_task").GetInt32(),
        MaxSecondsUnlock = answer.GetProperty("max_seconds_unlock").GetInt32(),
        TopPriorityTasks = List(answer, "top_priority_tasks", name => name.GetString() ?? string.Empty),
        MaxConcurrentTasks = answer.GetProperty("max_concurrent_tasks").GetInt32(),
        MaxOrphaned = answer.GetProperty("max_orphaned").GetInt32(),
        ExactPairs = answer.GetProperty("exact_pairs").GetBoolean(),
        CompareConsumer = answer.GetProperty("compare_consumer").GetBoolean(),
        HistoryDays = answer.GetProperty("history_days").GetInt32(),
        HistoryMax = answer.GetProperty("history_max").GetInt32(),
        FailedDays = answer.GetProperty("failed_days").GetInt32(),
        Users = Word<UsersMode>(answer, "users"),
        Trust = Word<TrustMode>(answer, "trust"),
    };

    /// <summary>Something that happened.</summary>
    public static QueueEvent Event(JsonElement item) => new(
        item.GetProperty("number").GetInt64(),
        NeededText(item, "kind"),
        Text(item, "task_uid"),
        Text(item, "name"),
        Text(item, "context_uid"),
        NeededTime(item, "time"))
    {
        Username = Text(item, "username"),
        Ghost = item.TryGetProperty("ghost"u8, out var ghost) && ghost.ValueKind == JsonValueKind.True,
    };

    private static HistoryEntry End(JsonElement entry, QueueTask task) => new(
        entry.GetProperty("number").GetInt64(),
        task,
        NeededTime(entry, "ended"),
        Text(entry, "ended_by"),
        Text(entry, "reason"));

    private static TaskAttempt Attempt(JsonElement attempt) => new(
        attempt.GetProperty("number").GetInt32(),
        NeededText(attempt, "consumer_id"),
        NeededTime(attempt, "started"),
        Time(attempt, "ended"),
        Text(attempt, "outcome"),
        attempt.TryGetProperty("error"u8, out var error) ? JsonText.FromElement(error) : null)
    {
        ReportedBy = Text(attempt, "reported_by"),
    };

    private static ItemOutcome Outcome(JsonElement item) => new(
        NeededText(item, "uid"), Word<ItemOutcomeKind>(item, "outcome"), Text(item, "message"));
}
