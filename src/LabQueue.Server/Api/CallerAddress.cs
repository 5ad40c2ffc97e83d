using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary>Reads <c>__zeo</c>, the base address of the instance that asks.</summary>
internal static class CallerAddress
{
    /// <summary>Scheme and host of the address; empty where one of them is missing.</summary>
    /// <param name="value">What was sent.</param>
    /// <remarks><c>wire-protocol</c>, section 3: the scheme in lower case; user, host and port as written.</remarks>
    public static string SchemeAndHost(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text)
        {
            return string.Empty;
        }

        var colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon < 1 || !char.IsAsciiLetter(text[0]) || !IsScheme(text.AsSpan(0, colon)))
        {
            return string.Empty;
        }

        var host = text.AsSpan(colon + 3);
        var end = host.IndexOfAny("/?#");
        host = end < 0 ? host : host[..end];
        return host.IsEmpty ? string.Empty : string.Concat(text[..colon].ToLowerInvariant(), "://", host);
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return true;
    }
}
