using System.Text;
using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Status">HTTP status; 0 where the server closed the connection without an answer.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Body">Its body.</param>
internal sealed record RawAnswer(int Status, string ContentType, byte[] Body)
{
    /// <summary>The connection was closed.</summary>
    public static RawAnswer Closed { get; } = new(0, string.Empty, []);

    /// <summary>The body as JSON; undefined where it is none.</summary>
    public JsonElement Json()
    {
        try
        {
            using var document = JsonDocument.Parse(Body, new JsonDocumentOptions { MaxDepth = 128 });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = Encoding.UTF8.GetString(Body);
        return $"{Status} {ContentType} {(text.Length > 500 ? text[..500] + "..." : text)}";
    }
}
