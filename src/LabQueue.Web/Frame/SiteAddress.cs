namespace LabQueue.Web.Frame;

/// <summary>Addresses of a site's pages.</summary>
internal static class SiteAddress
{
    /// <summary>The address of a page.</summary>
    /// <param name="site">The site.</param>
    /// <param name="path">The page below it, escaped where it has to be; empty: the site itself.</param>
    public static string Of(string site, string path) => $"/{Uri.EscapeDataString(site)}/{path}";

    /// <summary>An address to go back to: the one that was asked for where it is a page of the site, else the site's first.</summary>
    /// <param name="site">The site.</param>
    /// <param name="asked">What a request asked for; it may be anything.</param>
    public static string Back(string site, string? asked)
    {
        var home = Of(site, string.Empty);
        return asked is not null
            && asked.StartsWith(home, StringComparison.Ordinal)
            && !asked.AsSpan().ContainsAny('\\', '\r', '\n')
            && !asked.Contains("//", StringComparison.Ordinal)
                ? asked
                : home;
    }
}
