namespace LabQueue.Host.Configuration;

/// <summary>The names that a site can have.</summary>
internal static class SiteName
{
    /// <summary>What a name looks like, for messages.</summary>
    public const string Range = "1 to 64 letters, digits, '-', '_' or '.', beginning with a letter or digit";

    private const int MaxLength = 64;

    // Addresses of the server itself, beside which no site can have its own.
    private static readonly string[] Reserved = ["api", "healthz", "lib", "metrics", "openapi", "readyz"];

    /// <summary>Whether a site can have that name.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
        && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);
}
