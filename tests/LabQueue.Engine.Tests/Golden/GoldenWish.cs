using System.Globalization;
using System.Text.Json;

namespace LabQueue.Engine.Tests.Golden;

/// <summary>Reads a recorded payload of <c>add</c> with the original's conversions (section 5).</summary>
internal static class GoldenWish
{
    private static readonly string[] Dropped =
    [
        "task_uid", "name", "context_uid", "context_path", "uids", "created", "status", "error_message", "min_seconds",
        "max_seconds", "priority", "retries", "unique", "chunk_size", "username", "request",
    ];

    /// <summary>The wish; null where the payload makes no task.</summary>
    public static NewTask? Read(JsonElement payload)
    {
        if (Text(payload, "name") is not { Length: > 0 } name
            || Text(payload, "context_uid") is not { Length: > 0 } context
            || Text(payload, "context_path") is not { Length: > 0 } path)
        {
            return null;
        }

        return new NewTask(name, context, path)
        {
            TaskUid = Text(payload, "task_uid"),
            Uids = payload.TryGetProperty("uids", out var uids) ? [.. uids.EnumerateArray().Select(Plain)] : [],
            Created = Number(payload, "created") is { } created ? UnixTime.FromSeconds(created) : null,
            ErrorMessage = payload.TryGetProperty("error_message", out var error) && Plain(error).Length > 0
                ? JsonText.FromElement(error)
                : null,
            MinSeconds = (int?)Number(payload, "min_seconds"),
            MaxSeconds = (int?)Number(payload, "max_seconds"),
            Priority = (int?)Number(payload, "priority") ?? 10,
            Retries = (int?)Number(payload, "retries"),
            Unique = payload.TryGetProperty("unique", out var unique)
                && Plain(unique).ToLowerInvariant() is "y" or "yes" or "1" or "true",
            ChunkSize = (int?)Number(payload, "chunk_size"),
            Username = payload.TryGetProperty("username", out var user) ? Plain(user) : null,
            Ghost = payload.TryGetProperty("ghost", out var ghost) && Plain(ghost) is not ("" or "false" or "0" or "None"),
            Delay = (int?)Number(payload, "delay"),
            Action = Text(payload, "action"),
            Extra = ExtraFields.From(payload, field => !Dropped.Contains(field, StringComparer.Ordinal)),
        };
    }

    private static string? Text(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "None",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToString(),
    };

    private static double? Number(JsonElement payload, string name) =>
        !payload.TryGetProperty(name, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            JsonValueKind.String when double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
}
