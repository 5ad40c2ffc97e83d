using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Api;

/// <summary>Reads what requests say in words.</summary>
internal static class ApiText
{
    /// <summary>Whether a word means yes.</summary>
    public static bool IsYes(string text) => text.ToLowerInvariant() is "y" or "yes" or "1" or "true" or "on";

    /// <summary>A text of an object; null where there is none of that name, or it is no text and no number.</summary>
    public static string? Text(this JsonObject from, string name) => from[name] switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };

    /// <summary>A text that has to be there.</summary>
    /// <exception cref="LabApiException">It is not.</exception>
    public static string Require(this JsonObject from, string name) =>
        from.Text(name) is { Length: > 0 } text
            ? text
            : throw new LabApiException(LabApiError.BadRequest($"'{name}' is missing."));

    /// <summary>Uids of an object's list: texts, or objects with a <c>uid</c>.</summary>
    /// <exception cref="LabApiException">There is none, or something in it is no uid.</exception>
    public static IReadOnlyList<string> RequireUids(this JsonObject from, string name)
    {
        if (from[name] is not JsonArray { Count: > 0 } list)
        {
            throw new LabApiException(LabApiError.BadRequest($"'{name}' is to be a list of uids, and not empty."));
        }

        return
        [
            .. list.Select(one => UidOf(one)
                ?? throw new LabApiException(LabApiError.BadRequest($"'{name}' has something that is no uid: {one?.ToJsonString() ?? "null"}."))),
        ];
    }

    /// <summary>The uid that a value is: a text, or an object with <c>uid</c>; null: none.</summary>
    public static string? UidOf(JsonNode? value)
    {
        var uid = value switch
        {
            JsonObject reference => reference.Text("uid"),
            JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
            _ => null,
        };
        return LabUid.IsUid(uid) ? uid : null;
    }

    /// <summary>A whole number of the address within limits.</summary>
    /// <exception cref="LabApiException">It is none.</exception>
    public static int Number(LabCall call, string name, int usual, int least, int most)
    {
        if (call.Query(name) is not { } text)
        {
            return usual;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new LabApiException(LabApiError.BadRequest($"'{name}' is '{text}'; it takes {least} to {most}."));
    }
}
