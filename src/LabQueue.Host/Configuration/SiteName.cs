namespace LabQueue.Host.Configuration;

/// <summary>The names that a site can have.</summary>
internal static class SiteName
{
    private const int MaxLength = 64;

    // Addresses of the server itself, beside which no site can have its own.
    private static readonly string[] Reserved = ["api", "healthz", "lib", "metrics", "openapi", "openapi.json", "readyz"];

    /// <summary>What a name looks like, for messages.</summary>
    public static string Range { get; } = "1 to 64 letters, digits, '-', '_' or '.', beginning with a letter or digit, "
        + $"and not {string.Join(", ", Reserved)}, which are the server's own addresses";

    /// <summary>Whether a site can have that name.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
        && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A site whose name differs in its capitals only: people would take the one for the other, and some file systems the
    /// files of their keys.
    /// </summary>
    public static string? Twin(string name, IEnumerable<string> sites) => sites.FirstOrDefault(site =>
        site != name && site.Equals(name, StringComparison.OrdinalIgnoreCase));
}
