using System.Globalization;

namespace LabQueue.Access;

/// <summary>Reads what a token says: <c>EXPIRY:USERNAME</c>.</summary>
/// <remarks>
/// <c>wire-protocol</c>, section 2, and quirks 32 and 33 of section 11: the name is all that follows the first colon, and
/// an end that is not finite, or further away than an hour, is none.
/// </remarks>
internal static class TokenText
{
    private const int LongestUsername = 200;
    private const double FurthestSeconds = 3_600;

    /// <summary>Reads a token's text.</summary>
    /// <param name="text">The decrypted text.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="username">Who the token speaks for.</param>
    /// <returns>False where it speaks for nobody: no colon, no name, no number, or its time is over.</returns>
    public static bool TryRead(string text, DateTimeOffset now, out string username)
    {
        username = string.Empty;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0
            || !double.TryParse(text.AsSpan(0, colon), NumberStyles.Float, CultureInfo.InvariantCulture, out var expiry)
            || !IsInTime(expiry, now.ToSeconds()))
        {
            return false;
        }

        var name = text.AsSpan(colon + 1);
        if (name.IsEmpty || name.Length > LongestUsername || name.ContainsAnyInRange('\0', '\u001f'))
        {
            return false;
        }

        username = name.ToString();
        return true;
    }

    // Not "expiry < now", so that "not a number" is no end either. The moment of the end itself is still in time.
    private static bool IsInTime(double expiry, double now) => expiry >= now && expiry <= now + FurthestSeconds;
}
