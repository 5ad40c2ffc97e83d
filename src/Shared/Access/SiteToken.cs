using Microsoft.AspNetCore.Http;

namespace LabQueue.Access;

/// <summary>The token that a request carries in its header <see cref="FernetToken.Header"/>.</summary>
internal static class SiteToken
{
    /// <summary>Reads it.</summary>
    /// <param name="keys">The keys that the site's tokens may be made with.</param>
    /// <param name="request">The request.</param>
    /// <param name="now">The time.</param>
    /// <param name="username">The user that it speaks for; null where there is no token, or it speaks for nobody.</param>
    /// <returns>False for a token that no key of the site opens: such a request is refused before anything else.</returns>
    public static bool TryRead(IReadOnlyList<string> keys, HttpRequest request, DateTimeOffset now, out string? username)
    {
        username = null;
        var token = request.Headers[FernetToken.Header].ToString();
        if (token.Length == 0)
        {
            return true;
        }

        var hasKey = false;
        foreach (var key in keys)
        {
            if (FernetToken.TryDecrypt(key, token, out var text))
            {
                username = TokenText.TryRead(text, now, out var name) ? name : null;
                return true;
            }

            hasKey |= FernetToken.IsKey(key);
        }

        // A site without a usable key cannot judge tokens; it ignores them, as the original does.
        return !hasKey;
    }
}
