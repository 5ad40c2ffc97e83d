using System.Text.Json;

namespace LabQueue.Host.TakingOver;

/// <summary>Makes of a task, as the original's server sends it, one to add here.</summary>
/// <remarks><c>wire-protocol</c>, section 5. The original takes nearly anything; what no queue can keep is told.</remarks>
internal static class OriginalTaskReader
{
    private const int UsualPriority = 10;

    /// <summary>Reads a task.</summary>
    /// <param name="element">What the server sent.</param>
    /// <param name="changes">Takes what will be different here.</param>
    /// <exception cref="JsonException">It cannot be taken; the message says why, after the word "because".</exception>
    public static OriginalTask Read(JsonElement element, ICollection<Finding> changes)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("it is no object");
        }

        CheckDepth(element);
        var status = Text(element, "status");
        var wish = new NewTask(Needed(element, "name"), ContextUid(element), Needed(element, "context_path"))
        {
            TaskUid = Uid(element),
            Uids = Uids(element),
            Created = Created(element, changes),
            ErrorMessage = element.TryGetProperty("error_message"u8, out var error) ? JsonText.FromElement(error) : null,
            MinSeconds = Whole(element, "min_seconds"),
            MaxSeconds = Whole(element, "max_seconds"),
            Priority = Whole(element, "priority") ?? UsualPriority,
            Retries = Whole(element, "retries"),
            Unique = element.TryGetProperty("unique"u8, out var unique) && LooseValue.IsTrue(unique),
            ChunkSize = Whole(element, "chunk_size"),
            Username = Text(element, "username"),
            Ghost = element.TryGetProperty("ghost"u8, out var ghost) && LooseValue.IsTrue(ghost),
            Delay = Whole(element, "delay"),
            Action = Text(element, "action"),
            Lane = Text(element, "lane"),
            NotBefore = Time(element, "not_before"),
            OriginUid = Text(element, "origin_uid"),
            Once = true,
            TakenOverAs = status == "failed" ? QueueTaskStatus.Failed : QueueTaskStatus.Queued,
            Extra = ExtraFields.From(element, name => TaskJsonReader.IsKept(name, element.GetProperty(name))),
        };
        return new OriginalTask(wish, status == "running", element.GetRawText().Length);
    }

    /// <summary>The text of a field, for people to know the task by; null where there is none.</summary>
    public static string? Label(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? LooseValue.ToText(value)
            : null;

    private static string Uid(JsonElement element) =>
        Text(element, "task_uid") is { } uid && TaskUid.IsValid(uid)
            ? uid
            : throw new JsonException($"its uid is not {TaskUid.Length} characters from a-z and 0-9");

    private static string ContextUid(JsonElement element) =>
        Text(element, "context_uid") is { } uid && TaskUid.IsContext(uid)
            ? uid
            : throw new JsonException($"its context_uid is neither 0 nor {TaskUid.Length} characters from a-z and 0-9");

    private static string Needed(JsonElement element, string name) =>
        Text(element, name) is { Length: > 0 } text ? text : throw new JsonException($"it has no {name}");

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] Uids(JsonElement element)
    {
        if (!element.TryGetProperty("uids"u8, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("its uids are no list");
        }

        return [.. list.EnumerateArray()
            .Select(uid => LooseValue.ToText(uid) ?? throw new JsonException("one of its uids is no text"))];
    }

    private static int? Whole(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) ? null
        : LooseValue.TryReadInt(value, out var number) ? number
        : throw new JsonException($"its {name} is no number of 32 bits");

    private static DateTimeOffset? Time(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) ? null
        : LooseValue.TryReadTime(value, out var time) ? time
        : throw new JsonException($"its {name} is no time between 1900 and 9999");

    // The original takes infinity for a time, and then nobody can work on the task: here it gets its turn.
    private static DateTimeOffset? Created(JsonElement element, ICollection<Finding> changes)
    {
        if (element.TryGetProperty("created"u8, out var value) && LooseValue.TryReadTime(value, out var time) && time is not null)
        {
            return time;
        }

        changes.Add(new Finding(
            Label(element, "task_uid"), Label(element, "name"), "it has no time of creation that can be kept: it is new now"));
        return null;
    }

    private static void CheckDepth(JsonElement element)
    {
        if (Depth(element) > QueueLimits.JsonDepth)
        {
            throw new JsonException($"it is nested more than {QueueLimits.JsonDepth} deep");
        }
    }

    private static int Depth(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => 1 + element.EnumerateObject().Select(field => Depth(field.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + element.EnumerateArray().Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
