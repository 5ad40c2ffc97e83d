using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Running;

/// <summary>What a server answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">The content type as it was sent.</param>
/// <param name="Text">The body.</param>
internal sealed record ApiAnswer(int Status, string? ContentType, string Text)
{
    private JsonElement? _json;

    /// <summary>Whether the server did what was asked.</summary>
    public bool IsGood => Status == 200;

    /// <summary>The body as JSON; undefined where it is none.</summary>
    public JsonElement Json => _json ??= Parse();

    /// <summary>A field of the body; undefined where there is none.</summary>
    public JsonElement this[string field] =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(field, out var value) ? value : default;

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {Text}";

    private JsonElement Parse()
    {
        try
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
