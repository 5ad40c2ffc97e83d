using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LabQueue.Access;
using LabQueue.Host.Serving;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Host.Configuration;

/// <summary>What <c>labqueue serve</c> was told.</summary>
internal sealed record ServeOptions
{
    /// <summary>The port of everything, of the LIMS, or of this version's whole.</summary>
    public const int PortOfEverything = 8080;

    /// <summary>The port of a server alone, as in the original's manual.</summary>
    public const int PortOfServer = 8090;

    private const int UsualWatchers = 1_000;
    private const int MostWatchers = 100_000;
    private const int MostDrainSeconds = 600;
    private const string DefaultDemoPassword = "labqueue-demo";

    /// <summary>The addresses to listen at.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Where everything is kept.</summary>
    public required DataFolder Data { get; init; }

    /// <summary>Where the tasks are kept.</summary>
    public required StoreChoice Store { get; init; }

    /// <summary>Where the laboratory is kept: beside the tasks.</summary>
    public LabPlace Laboratory => new(Store, Data);

    /// <summary>The sites to make where they are missing; empty: those that are there, or <c>senaite</c>.</summary>
    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>Whose users a new site knows.</summary>
    public required UsersMode Users { get; init; }

    /// <summary>What they may do.</summary>
    public required TrustMode Trust { get; init; }

    /// <summary>The site's key; null: the one it has, or a new one.</summary>
    public string? AuthKey { get; init; }

    /// <summary>Where tests control the clock; null: nowhere.</summary>
    public Uri? TestControl { get; init; }

    /// <summary>The name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Whether a proxy on this machine is believed about scheme, host and address of the callers.</summary>
    public bool BehindProxy { get; init; }

    /// <summary>How many may watch the events of all sites at once.</summary>
    public required int MaxWatchers { get; init; }

    /// <summary>How long to serve on after the signal to stop.</summary>
    public required TimeSpan DrainTime { get; init; }

    /// <summary>Whether to fill an empty folder with something to look at.</summary>
    public bool Demo { get; init; }

    /// <summary>The password of the demo's users.</summary>
    public required string DemoPassword { get; init; }

    /// <summary>Whether the laboratory is to run.</summary>
    public required bool IsLims { get; init; }

    /// <summary>Whether the start ends where no site can have the laboratory; else it runs without.</summary>
    public required bool MustBeLims { get; init; }

    /// <summary>The consumer of the laboratory, where that runs; null: it has none here.</summary>
    public required LabConsumer? LabConsumer { get; init; }

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="OptionException">One has a value that it does not take.</exception>
    public static ServeOptions Read(OptionSource source)
    {
        var roles = RoleChoice.Read(source);
        var isServerAlone = !roles.IsLims;
        if (roles.IsLims)
        {
            ConsumeOptions.RequireNoServer(source);
            LabOptions.RequireNoSenaite(source);
        }

        var isDemo = source.Flag(OptionKey.Demo);
        var sites = ReadSites(source);
        var store = StoreChoice.Read(source);
        var urls = ReadUrls(source, isServerAlone ? PortOfServer : PortOfEverything);
        return new ServeOptions
        {
            Urls = urls,
            IsLims = roles.IsLims,
            MustBeLims = roles is { IsLims: true, IsNamed: true },
            LabConsumer = roles is { IsLims: true, IsConsumer: true } ? LabConsumer.Read(source, urls) : null,
            Data = DataFolder.Of(source),
            Store = store,
            Sites = sites,
            Users = isServerAlone && !isDemo ? UsersMode.Token : UsersMode.Own,
            Trust = isServerAlone && !isDemo ? TrustMode.Original : TrustMode.Roles,
            AuthKey = ReadKeyOf(source, sites),
            TestControl = ReadTestControl(source),
            Environment = source.Environment,
            BehindProxy = source.Flag(OptionKey.BehindProxy),
            MaxWatchers = ReadNumber(source, OptionKey.MaxWatchers, UsualWatchers, least: 1, MostWatchers),
            DrainTime = ReadDrainTime(source),
            Demo = isDemo,
            DemoPassword = ReadDemoPassword(source),
        };
    }

    private static IReadOnlyList<string> ReadSites(OptionSource source)
    {
        var sites = source.Values(OptionKey.Site);
        if (sites.FirstOrDefault(site => !SiteName.IsValid(site)) is { } wrong)
        {
            throw OptionException.For(OptionKey.Site, wrong, SiteName.Range);
        }

        RequireNoTwins(sites, []);
        return [.. sites.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Refuses names that differ from one another, or from those of sites that are there, in their capitals only.</summary>
    /// <exception cref="OptionException">One does.</exception>
    public static void RequireNoTwins(IReadOnlyList<string> sites, IReadOnlyList<string> present)
    {
        foreach (var (place, site) in sites.Index())
        {
            if (SiteName.Twin(site, [.. present, .. sites.Take(place)]) is { } twin)
            {
                throw OptionException.For(OptionKey.Site, site, $"a name that differs from '{twin}' in more than its capitals");
            }
        }
    }

    /// <summary>Reads the addresses to listen at.</summary>
    /// <exception cref="OptionException">One is none.</exception>
    public static string[] ReadUrls(OptionSource source, int defaultPort)
    {
        var urls = source.Values(OptionKey.Urls)
            .SelectMany(urls => urls.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .ToArray();
        foreach (var url in urls)
        {
            if (!IsBindable(url))
            {
                throw OptionException.For(
                    OptionKey.Urls,
                    url,
                    "addresses such as http://127.0.0.1:8080: an IP address, localhost, or * for all addresses of this machine, "
                    + "with a port from 0 to 65535 and no path");
            }
        }

        return urls.Length > 0 ? urls : [$"http://127.0.0.1:{defaultPort}"];
    }

    private static bool IsBindable(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme.ToLowerInvariant() is "http" or "https"
                && IsHost(address.Host)
                && address.PathBase.Length == 0
                && address.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // Where the framework knows no host it listens at all addresses of the machine: a slip of the pen would open the server
    // to the network. A port that is no number is left in the host.
    private static bool IsHost(string host) =>
        host is "*" or "+"
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && address.AddressFamily switch
        {
            AddressFamily.InterNetwork => address.ToString() == host,
            _ => host is ['[', .., ']'],
        });

    /// <summary>Reads the password of the demo's users.</summary>
    /// <exception cref="OptionException">It is too short or too long.</exception>
    public static string ReadDemoPassword(OptionSource source)
    {
        // What it is does not belong into a log, so the refusal says how long it is.
        var password = source.Value(OptionKey.DemoPassword) ?? DefaultDemoPassword;
        return password.Length is >= PasswordRules.MinLength and <= PasswordRules.MaxLength
            ? password
            : throw new OptionException(
                $"{OptionException.Named(OptionKey.DemoPassword)} has {password.Length} characters; "
                + $"it takes {PasswordRules.MinLength} to {PasswordRules.MaxLength}.");
    }

    /// <summary>Reads how long to serve on after the signal to stop.</summary>
    /// <exception cref="OptionException">It is no such number.</exception>
    public static TimeSpan ReadDrainTime(OptionSource source) =>
        TimeSpan.FromSeconds(ReadNumber(source, OptionKey.DrainSeconds, usual: 0, least: 0, MostDrainSeconds));

    private static int ReadNumber(OptionSource source, string key, int usual, int least, int most)
    {
        var text = source.Value(key);
        if (text is null)
        {
            return usual;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw OptionException.For(key, text, $"a whole number from {least} to {most}");
    }

    /// <summary>Reads the key of the site.</summary>
    /// <exception cref="OptionException">It is no key.</exception>
    public static string? ReadKey(OptionSource source)
    {
        var key = source.Value(OptionKey.AuthKey);
        return key is null || FernetToken.IsKey(key)
            ? key
            : throw new OptionException(
                "LabQueue:AuthKey (--auth-key) is no key; it takes 32 bytes as url-safe base64, as 'labqueue keygen' makes.");
    }

    private static string? ReadKeyOf(OptionSource source, IReadOnlyList<string> sites)
    {
        var key = ReadKey(source);
        return key is null || sites.Count <= 1
            ? key
            : throw new OptionException(
                $"LabQueue:AuthKey (--auth-key) is the key of one site, and LabQueue:Site (--site) names {sites.Count}; "
                + "start without it, each site has a key of its own ('labqueue site key').");
    }

    private static Uri? ReadTestControl(OptionSource source)
    {
        var text = source.Value(OptionKey.TestControl);
        if (text is null)
        {
            return null;
        }

        if (source.Environment != "Testing")
        {
            throw new OptionException(
                $"LabQueue:TestControl (--test-control) is for tests: the environment is '{source.Environment}', "
                + "and it takes 'Testing' (variable DOTNET_ENVIRONMENT).");
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == "http" && address.IsLoopback
            ? address
            : throw OptionException.For(OptionKey.TestControl, text, "a loopback address such as http://127.0.0.1:8091");
    }
}
