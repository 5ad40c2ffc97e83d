using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace LabQueue;

/// <summary>How the wire's JSON is read and written: pure ASCII, other letters as escapes.</summary>
internal static class QueueJson
{
    /// <summary>For the serializer.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin),
        MaxDepth = QueueLimits.JsonDepth,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>For writers.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = Options.Encoder,
        SkipValidation = true,
    };

    /// <summary>For parsers of what others sent.</summary>
    public static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = QueueLimits.JsonDepth };

    /// <summary>For parsers of answers, in which a task as deep as allowed stands within lists and objects.</summary>
    public static JsonDocumentOptions AnswerOptions { get; } = new() { MaxDepth = 2 * QueueLimits.JsonDepth };
}
