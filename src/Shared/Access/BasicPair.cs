using System.Text;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Access;

/// <summary>Name and password that a request carries in its header <c>Authorization</c>.</summary>
internal static class BasicPair
{
    private const string Basic = "Basic ";

    /// <summary>Reads them.</summary>
    /// <returns>False where there are none.</returns>
    public static bool TryRead(HttpRequest request, out string username, out string password)
    {
        username = password = string.Empty;
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var encoded = header.AsSpan(Basic.Length).Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var length))
        {
            return false;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
        {
            return false;
        }

        username = pair[..colon];
        password = pair[(colon + 1)..];
        return true;
    }

    /// <summary>
    /// Whether a page of another site made the browser send the request. A browser sends a password that it remembers along
    /// with any page's form; where that page is from, it says as well.
    /// </summary>
    public static bool IsFromAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
}
