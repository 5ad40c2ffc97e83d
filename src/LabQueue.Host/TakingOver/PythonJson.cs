using System.Text.Json;

namespace LabQueue.Host.TakingOver;

/// <summary>Reads JSON as Python writes it: with <c>NaN</c> and <c>Infinity</c>, which are no JSON.</summary>
internal static class PythonJson
{
    // Far deeper than any task that can be kept, so that one that is too deep does not hide all others.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1_000 };

    /// <summary>Reads a document; what is no number there is null here.</summary>
    /// <exception cref="JsonException">It is no JSON otherwise.</exception>
    public static JsonDocument Parse(byte[] text)
    {
        var isText = false;
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (isText && letter == '\\')
            {
                index++;
            }
            else if (letter == '"')
            {
                isText = !isText;
            }
            else if (!isText && letter is (byte)'N' or (byte)'I' or (byte)'-')
            {
                index += Replace(text.AsSpan(index));
            }
        }

        return JsonDocument.Parse(text, Options);
    }

    // Writes over the word, in its own length. Gives how many letters to pass over beside the first one.
    private static int Replace(Span<byte> rest)
    {
        ReadOnlySpan<byte> negative = "-Infinity"u8;
        ReadOnlySpan<byte> positive = "Infinity"u8;
        ReadOnlySpan<byte> none = "NaN"u8;
        var length = rest.StartsWith(negative) ? negative.Length
            : rest.StartsWith(positive) ? positive.Length
            : rest.StartsWith(none) ? none.Length
            : 0;
        if (length == 0)
        {
            return 0;
        }

        var word = rest[..length];
        word.Fill((byte)' ');

        // "null" does not fit where NaN stood; an empty text is no number just as well.
        (length == none.Length ? "\"\""u8 : "null"u8).CopyTo(word);
        return length - 1;
    }
}
