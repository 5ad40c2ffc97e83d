namespace LabQueue.Host.Configuration;

/// <summary>Addresses of server and site, one or several: servers that share a database can stand in for one another.</summary>
internal static class ServerAddresses
{
    /// <summary>An address as the sentences show it.</summary>
    public const string Example = "http://127.0.0.1:8090/senaite";

    /// <summary>Reads the addresses that an option has.</summary>
    /// <param name="source">The options.</param>
    /// <param name="key">The option's key.</param>
    /// <returns>Empty where it has none.</returns>
    /// <exception cref="OptionException">One is no address of server and site, or they name several sites.</exception>
    public static IReadOnlyList<Uri> Read(OptionSource source, string key)
    {
        Uri[] addresses =
        [
            .. source.Values(key)
                .SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Select(text => IsSiteAddress(text, out var address)
                    ? address
                    : throw OptionException.For(key, text, $"an address such as {Example}, of server and site")),
        ];
        return addresses.FirstOrDefault(address => SiteOf(address) != SiteOf(addresses[0])) is { } foreign
            ? throw OptionException.For(
                key, foreign.ToString(), $"addresses of one site, and another one is of '{SiteOf(addresses[0])}'")
            : addresses;
    }

    /// <summary>Whether a text is an address of server and site.</summary>
    public static bool IsSiteAddress(string text, out Uri address) =>
        Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out address!)
        && address.Scheme is "http" or "https"
        && address.AbsolutePath.Trim('/').Length > 0;

    /// <summary>The site that an address of server and site names.</summary>
    public static string SiteOf(Uri address) => address.Segments[^1].Trim('/');

    /// <summary>Names them in a sentence.</summary>
    public static string Named(IEnumerable<Uri> addresses) => string.Join(" or ", addresses);
}
