using System.Globalization;
using System.Text.Json;

namespace LabQueue;

/// <summary>How the original reads values whose type it does not insist on.</summary>
/// <remarks>
/// <c>wire-protocol</c>, section 5, "Conversions": numbers may be text, fractions are cut off, booleans count as 1 and 0,
/// and what is no number counts as not given. What no number of ours can hold is refused, where the original breaks.
/// </remarks>
internal static class LooseValue
{
    /// <summary>Reads a whole number.</summary>
    /// <param name="value">Any JSON value.</param>
    /// <param name="number">The number; null where the value is none.</param>
    /// <returns>False for infinity, for "not a number", and outside 32 bits.</returns>
    public static bool TryReadInt(JsonElement value, out int? number)
    {
        number = null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole))
        {
            number = whole;
            return true;
        }

        if (!TryReadNumber(value, out var read))
        {
            return false;
        }

        if (read is not { } found)
        {
            return true;
        }

        var cut = Math.Truncate(found);
        if (cut is < int.MinValue or > int.MaxValue)
        {
            return false;
        }

        number = (int)cut;
        return true;
    }

    /// <summary>Reads a time in seconds since 1970.</summary>
    /// <param name="value">Any JSON value.</param>
    /// <param name="time">The time; null where the value is no number.</param>
    /// <returns>False for a number that is no time; see <see cref="UnixTime.IsValid"/>.</returns>
    public static bool TryReadTime(JsonElement value, out DateTimeOffset? time)
    {
        time = null;
        if (!TryReadNumber(value, out var read) || (read is { } seconds && !UnixTime.IsValid(seconds)))
        {
            return false;
        }

        time = read is null ? null : UnixTime.FromSeconds(read.Value);
        return true;
    }

    /// <summary>Reads a number.</summary>
    /// <param name="value">Any JSON value.</param>
    /// <param name="number">The number; null where the value is none.</param>
    /// <returns>False for infinity and for "not a number", also as texts.</returns>
    public static bool TryReadNumber(JsonElement value, out double? number)
    {
        number = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            JsonValueKind.String => Parse(value.GetString()),
            _ => null,
        };
        return number is null || double.IsFinite(number.Value);
    }

    /// <summary>Whether Python takes the value for true: all but null, false, 0 and what is empty.</summary>
    public static bool IsTrue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => value.GetString() is { Length: > 0 },
        JsonValueKind.Number => value.GetDouble() is not 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().MoveNext(),
        _ => false,
    };

    /// <summary>The text of a value as Python prints it; null for lists and objects.</summary>
    public static string? ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Null => "None",
        _ => null,
    };

    private static double? Parse(string? text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        // Python also writes infinity as "inf", with any sign and in any case.
        return text is not null && text.AsSpan().Trim().TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase)
            ? double.PositiveInfinity
            : null;
    }
}
