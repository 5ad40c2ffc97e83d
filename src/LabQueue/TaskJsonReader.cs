using System.Text.Json;

namespace LabQueue;

/// <summary>Reads complete tasks as servers send them, this one and the original.</summary>
internal static class TaskJsonReader
{
    /// <summary>Reads a complete task.</summary>
    /// <exception cref="JsonException">It is no task: a field that each task has is missing or has another type.</exception>
    public static QueueTask Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("A task is an object.");
        }

        var ghost = Find(element, "ghost"u8);
        var delay = Find(element, "delay"u8);
        var action = Find(element, "action"u8);
        return new QueueTask
        {
            TaskUid = Text(element, "task_uid"u8),
            Name = Text(element, "name"u8),
            ContextUid = Text(element, "context_uid"u8),
            ContextPath = Text(element, "context_path"u8),
            Uids = ReadUids(element),
            Created = Time(element, "created"u8) ?? throw Missing("created"u8),
            Status = ReadStatus(element),
            ErrorMessage = Find(element, "error_message"u8) is { } error ? JsonText.FromElement(error) : null,
            MinSeconds = Whole(element, "min_seconds"u8),
            MaxSeconds = Whole(element, "max_seconds"u8),
            Priority = Whole(element, "priority"u8),
            Retries = Whole(element, "retries"u8),
            Unique = Find(element, "unique"u8)?.ValueKind == JsonValueKind.True,
            ChunkSize = Whole(element, "chunk_size"u8),
            Username = OptionalText(element, "username"u8) ?? string.Empty,
            Ghost = ghost is { } hidden && LooseValue.IsTrue(hidden),
            Delay = delay is { } wait && LooseValue.TryReadInt(wait, out var seconds) ? seconds ?? 0 : null,
            Action = action?.ValueKind == JsonValueKind.String ? action.Value.GetString() : null,
            Started = Time(element, "started"u8),
            ConsumerId = OptionalText(element, "consumer_id"u8),
            Lane = OptionalText(element, "lane"u8),
            NotBefore = Time(element, "not_before"u8),
            OriginUid = OptionalText(element, "origin_uid"u8),
            Fence = Find(element, "fence"u8) is { } fence && fence.TryGetInt64(out var number) ? number : null,
            LeaseUntil = Time(element, "lease_until"u8),
            Orphaned = Find(element, "orphaned"u8) is null ? 0 : Whole(element, "orphaned"u8),
            CancelRequested = Find(element, "cancel_requested"u8)?.ValueKind == JsonValueKind.True,
            Progress = ReadProgress(element),
            Extra = ExtraFields.From(element, name => IsExtra(name, element)),
        };
    }

    /// <summary>Reads a state by its name on the wire.</summary>
    /// <returns>False for a name that is no state.</returns>
    public static bool TryReadStatus(string? name, out QueueTaskStatus status)
    {
        QueueTaskStatus? found = name switch
        {
            "queued" => QueueTaskStatus.Queued,
            "running" => QueueTaskStatus.Running,
            "failed" => QueueTaskStatus.Failed,
            "done" => QueueTaskStatus.Done,
            "cancelled" => QueueTaskStatus.Cancelled,
            "deleted" => QueueTaskStatus.Deleted,
            _ => null,
        };
        status = found ?? default;
        return found is not null;
    }

    /// <summary>Whether a field's value is kept as it came, because the typed property cannot give it back.</summary>
    public static bool IsKept(string name, JsonElement value) => name switch
    {
        "ghost" => value.ValueKind != JsonValueKind.True,
        "delay" => value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out _),
        "action" => value.ValueKind != JsonValueKind.String,
        _ => !TaskFields.IsReserved(name),
    };

    private static bool IsExtra(string name, JsonElement task) => name switch
    {
        "ghost" or "delay" or "action" => task.TryGetProperty(name, out var value) && IsKept(name, value),
        "started" => Time(task, "started"u8) is null,
        "consumer_id" => OptionalText(task, "consumer_id"u8) is null,
        _ => !TaskFields.IsReserved(name),
    };

    private static JsonElement? Find(JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out var value) ? value : null;

    private static string Text(JsonElement element, ReadOnlySpan<byte> name) =>
        OptionalText(element, name) ?? throw Missing(name);

    private static string? OptionalText(JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Whole(JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out var value) && LooseValue.TryReadInt(value, out var number) && number is { } whole
            ? whole
            : throw Missing(name);

    private static DateTimeOffset? Time(JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out var value) && LooseValue.TryReadTime(value, out var time) ? time : null;

    private static QueueTaskStatus ReadStatus(JsonElement element) =>
        TryReadStatus(OptionalText(element, "status"u8), out var status) ? status : throw Missing("status"u8);

    private static string[] ReadUids(JsonElement element)
    {
        if (!element.TryGetProperty("uids"u8, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw Missing("uids"u8);
        }

        if (list.GetArrayLength() == 0)
        {
            return [];
        }

        var uids = new string[list.GetArrayLength()];
        var next = 0;
        foreach (var item in list.EnumerateArray())
        {
            uids[next++] = LooseValue.ToText(item) ?? throw Missing("uids"u8);
        }

        return uids;
    }

    private static TaskProgress ReadProgress(JsonElement element) =>
        element.TryGetProperty("progress"u8, out var progress) && progress.ValueKind == JsonValueKind.Object
            ? new TaskProgress(
                Whole(progress, "done"u8),
                Whole(progress, "refused"u8),
                Whole(progress, "failed"u8),
                Whole(progress, "skipped"u8))
            : default;

    private static JsonException Missing(ReadOnlySpan<byte> name) =>
        new($"The task has no '{System.Text.Encoding.UTF8.GetString(name)}', or one of another type.");
}
