using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary>Reads the payload of an <c>add</c>, with the conversions of the original, and refuses what would do harm later.</summary>
/// <remarks><c>wire-protocol</c>, section 5, "Conversions", and quirks 21 to 27 of section 11.</remarks>
internal static class NewTaskReader
{
    private const int UsualPriority = 10;

    /// <summary>Reads one task.</summary>
    /// <param name="fields">An object.</param>
    /// <exception cref="ApiRefusedException">It is no task that the queue can keep.</exception>
    public static NewTask Read(JsonElement fields)
    {
        var name = ReadRequired(fields, "name");
        var contextUid = ReadRequired(fields, "context_uid");
        var contextPath = ReadRequired(fields, "context_path");
        if (!TaskUid.IsContext(contextUid))
        {
            throw new ApiRefusedException(ApiError.BadRequest("'context_uid' must be 32 characters from a-z and 0-9, or 0"));
        }

        var created = ReadTime(fields, "created");
        var delay = fields.TryGetProperty("delay"u8, out _) ? ReadInt(fields, "delay") ?? 0 : default(int?);
        CheckStart(created, delay);
        return new NewTask(name, contextUid, contextPath)
        {
            TaskUid = ReadUid(fields, "task_uid"),
            Uids = ReadUids(fields),
            Created = created,
            ErrorMessage = ReadError(fields),
            MinSeconds = ReadInt(fields, "min_seconds"),
            MaxSeconds = ReadInt(fields, "max_seconds"),
            Priority = ReadInt(fields, "priority") ?? UsualPriority,
            Retries = ReadInt(fields, "retries"),
            Unique = fields.TryGetProperty("unique"u8, out var unique) && IsUnique(unique),
            ChunkSize = ReadInt(fields, "chunk_size"),
            Username = ReadUsername(fields),
            Ghost = fields.TryGetProperty("ghost"u8, out var ghost) && LooseValue.IsTrue(ghost),
            Delay = delay,
            Action = ReadAction(fields),
            Lane = ReadOptional(fields, "lane"),
            NotBefore = ReadStart(fields),
            OriginUid = ReadUid(fields, "origin_uid"),
            Once = fields.TryGetProperty("once"u8, out var once) && once.ValueKind == JsonValueKind.True,
            TakenOverAs = ReadTakenOver(fields),
            Extra = ReadExtra(fields),
        };
    }

    private static ExtraFields ReadExtra(JsonElement fields)
    {
        return HasOdd(fields, "ghost") || HasOdd(fields, "delay") || HasOdd(fields, "action")
            ? ReadOdd(fields)
            : ExtraFields.From(fields, static name => name is not ("ghost" or "delay" or "action") && !TaskFields.IsReserved(name));

        static ExtraFields ReadOdd(JsonElement fields) =>
            ExtraFields.From(fields, name => TaskJsonReader.IsKept(name, fields.GetProperty(name)));

        static bool HasOdd(JsonElement fields, string name) =>
            fields.TryGetProperty(name, out var value) && TaskJsonReader.IsKept(name, value);
    }

    // Nothing can be due after the last time that the wire knows: the sum would be no time, and break every claim.
    private static void CheckStart(DateTimeOffset? created, int? delay)
    {
        if (created is { } time && delay is { } seconds && !UnixTime.IsValid(time.ToSeconds() + Math.Max(0, seconds)))
        {
            throw new ApiRefusedException(ApiError.BadRequest("'created' and 'delay' together are no time before the year 9999"));
        }
    }

    // What is missing or empty makes it no task at all (406); what is there and of another type is told (400).
    private static string ReadRequired(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && LooseValue.IsTrue(value)
            ? PayloadFields.ToText(value, name)
            : throw new ApiRefusedException(ApiError.NoValidTask);

    private static string? ReadOptional(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
        && PayloadFields.ToText(value, name) is { Length: > 0 } text
            ? text
            : null;

    private static string? ReadUid(JsonElement fields, string name)
    {
        var text = ReadOptional(fields, name);
        return text is null || TaskUid.IsValid(text)
            ? text
            : throw new ApiRefusedException(ApiError.BadRequest($"'{name}' must be 32 characters from a-z and 0-9"));
    }

    // A value of another type is only kept: the original looks it up in the list of names and does not find it.
    private static string? ReadAction(JsonElement fields) =>
        fields.TryGetProperty("action"u8, out var value) && value.ValueKind == JsonValueKind.String
            ? PayloadFields.ToText(value, "action")
            : null;

    private static QueueTaskStatus? ReadTakenOver(JsonElement fields) =>
        ReadOptional(fields, "taken_over") switch
        {
            null => null,
            "queued" => QueueTaskStatus.Queued,
            "failed" => QueueTaskStatus.Failed,
            _ => throw new ApiRefusedException(ApiError.BadRequest("'taken_over' must be queued or failed")),
        };

    private static string[] ReadUids(JsonElement fields)
    {
        if (!fields.TryGetProperty("uids"u8, out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return [PayloadFields.ToText(value, "uids")];
        }

        var count = PayloadFields.CountOf(value, "uids", QueueLimits.Uids);
        if (count == 0)
        {
            return [];
        }

        var uids = new string[count];
        var next = 0;
        foreach (var item in value.EnumerateArray())
        {
            uids[next++] = ReadScalar(item, "uids");
        }

        return uids;
    }

    private static int? ReadInt(JsonElement fields, string name)
    {
        if (!fields.TryGetProperty(name, out var value))
        {
            return null;
        }

        return LooseValue.TryReadInt(value, out var number)
            ? number
            : throw new ApiRefusedException(ApiError.BadRequest($"'{name}' is no number of 32 bits"));
    }

    private static DateTimeOffset? ReadTime(JsonElement fields, string name)
    {
        if (!fields.TryGetProperty(name, out var value))
        {
            return null;
        }

        return LooseValue.TryReadTime(value, out var time)
            ? time
            : throw new ApiRefusedException(ApiError.BadRequest($"'{name}' is no time between 1900 and 9999"));
    }

    // The original does not know it, so nobody sends what it would pass over; and a task that starts at once cannot be called back.
    private static DateTimeOffset? ReadStart(JsonElement fields)
    {
        if (!fields.TryGetProperty("not_before"u8, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.Number or JsonValueKind.String
            && LooseValue.TryReadTime(value, out var time)
            && time is not null
            ? time
            : throw new ApiRefusedException(
                ApiError.BadRequest("'not_before' must be a number of seconds since 1970, between the years 1900 and 9999"));
    }

    private static JsonText? ReadError(JsonElement fields)
    {
        if (!fields.TryGetProperty("error_message"u8, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = LooseValue.ToText(value) ?? value.GetRawText();
        return text.Length switch
        {
            0 => null,
            <= QueueLimits.ErrorLength => JsonText.FromString(text),
            _ => throw new ApiRefusedException(
                ApiError.BadRequest($"'error_message' is longer than {QueueLimits.ErrorLength} letters")),
        };
    }

    private static bool IsUnique(JsonElement value) =>
        LooseValue.ToText(value)?.ToLowerInvariant() is "y" or "yes" or "1" or "true";

    private static string? ReadUsername(JsonElement fields) =>
        fields.TryGetProperty("username"u8, out var value) ? ReadScalar(value, "username") : null;

    private static string ReadScalar(JsonElement value, string name) => PayloadFields.Checked(
        LooseValue.ToText(value) ?? throw new ApiRefusedException(ApiError.BadRequest($"'{name}' must be text")), name);
}
