using System.Globalization;
using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary>Reads the fields that routes ask for, and refuses values of the wrong type or size in words.</summary>
internal static class PayloadFields
{
    /// <summary>A text; null where there is none, or an empty one.</summary>
    public static string? Text(this Payload payload, string name)
    {
        if (!payload.Fields.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return ToText(value, name) is { Length: > 0 } text ? text : null;
    }

    /// <summary>The text of a value that must be one.</summary>
    public static string ToText(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw new ApiRefusedException(ApiError.BadRequest($"'{name}' must be a text"));
        }

        return Checked(value.GetString()!, name);
    }

    /// <summary>The same text, if the stores can keep it.</summary>
    public static string Checked(string text, string name)
    {
        if (text.Length > QueueLimits.TextLength)
        {
            throw new ApiRefusedException(
                ApiError.BadRequest($"'{name}' is longer than {QueueLimits.TextLength} letters"));
        }

        // PostgreSQL has no text with this character in it, and no lab object has such a name.
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new ApiRefusedException(ApiError.BadRequest($"'{name}' has a character that no text may have: U+0000"))
            : text;
    }

    /// <summary>Whether a switch is on: any value that Python takes for true; in a form, <c>false</c>, <c>no</c>, <c>off</c>
    /// and <c>0</c> are off.</summary>
    public static bool Flag(this Payload payload, string name) =>
        payload.Fields.TryGetProperty(name, out var value)
        && LooseValue.IsTrue(value)
        && !(payload.IsForm && value.ValueKind == JsonValueKind.String && IsOff(value.GetString()!));

    /// <summary>A whole number within a range; null where there is none.</summary>
    public static int? Whole(this Payload payload, string name, int least, int most)
    {
        if (payload.Number(name, least, most) is not { } number)
        {
            return null;
        }

        return Math.Truncate(number) == number
            ? (int)number
            : throw OutOfRange(name, least, most);
    }

    /// <summary>A number within a range; null where there is none.</summary>
    public static double? Number(this Payload payload, string name, double least, double most)
    {
        if (!payload.Fields.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return LooseValue.TryReadNumber(value, out var number) && number >= least && number <= most
            ? number
            : throw OutOfRange(name, least, most);
    }

    /// <summary>A whole number of up to 64 bits; null where there is none.</summary>
    public static long? Long(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
        {
            return number;
        }

        return value.ValueKind == JsonValueKind.String
            && long.TryParse(value.GetString(), CultureInfo.InvariantCulture, out number)
            ? number
            : throw new ApiRefusedException(ApiError.BadRequest($"'{name}' must be a whole number"));
    }

    /// <summary>A list of texts; one text alone is a list of one. Empty where there is none.</summary>
    public static IReadOnlyList<string> Texts(this Payload payload, string name, int most)
    {
        if (!payload.Fields.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return [ToText(value, name)];
        }

        var list = new string[CountOf(value, name, most)];
        var next = 0;
        foreach (var item in value.EnumerateArray())
        {
            list[next++] = ToText(item, name);
        }

        return list;
    }

    /// <summary>How long a list is.</summary>
    /// <exception cref="ApiRefusedException">The value is no list, or too long a one.</exception>
    public static int CountOf(JsonElement value, string name, int most)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new ApiRefusedException(ApiError.BadRequest($"'{name}' must be a list"));
        }

        var count = value.GetArrayLength();
        return count <= most
            ? count
            : throw new ApiRefusedException(ApiError.BadRequest($"'{name}' has {count} elements; at most {most} are taken"));
    }

    /// <summary>The uid of a task, from the address or the payload; the one in the address wins.</summary>
    /// <exception cref="ApiRefusedException">It is none.</exception>
    public static string TaskUid(this ApiCall call)
    {
        var uid = call.Argument;
        if (uid is null && call.Payload.TryGet("task_uid"u8, out var value) && value.ValueKind == JsonValueKind.String)
        {
            uid = value.GetString();
        }

        return LabQueue.TaskUid.IsValid(uid) ? uid! : throw new ApiRefusedException(ApiError.NoTaskUid);
    }

    private static bool IsOff(string text) =>
        text.Equals("false", StringComparison.OrdinalIgnoreCase)
        || text.Equals("no", StringComparison.OrdinalIgnoreCase)
        || text.Equals("off", StringComparison.OrdinalIgnoreCase)
        || text == "0";

    private static ApiRefusedException OutOfRange(string name, double least, double most) => new(
        ApiError.BadRequest(string.Create(CultureInfo.InvariantCulture, $"'{name}' must be a number from {least} to {most}")));
}
