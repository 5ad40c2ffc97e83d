using System.Text.Json;

namespace LabQueue;

/// <summary>Any JSON value, kept as it came: the form of what the protocol carries without looking at it.</summary>
/// <param name="Raw">The value as JSON text, pure ASCII.</param>
public readonly record struct JsonText(string Raw)
{
    /// <summary>The JSON value of a text.</summary>
    public static JsonText FromString(string text) => new(JsonSerializer.Serialize(text, QueueJson.Options));

    /// <summary>The JSON value of an element; null for JSON's null.</summary>
    public static JsonText? FromElement(JsonElement element) =>
        element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
            ? null
            : new JsonText(JsonSerializer.Serialize(element, QueueJson.Options));

    /// <summary>The text itself where the value is a text, else the value as JSON: for people to read.</summary>
    public override string ToString() =>
        Raw is ['"', ..] ? JsonSerializer.Deserialize<string>(Raw, QueueJson.Options) ?? string.Empty : Raw ?? "null";
}
