using LabQueue.Client;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Configuration;

/// <summary>What a process with the laboratory, but without the queue server, was told.</summary>
internal sealed record LabOptions
{
    /// <summary>The addresses to listen at.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Where the laboratory is kept.</summary>
    public required LabPlace Place { get; init; }

    /// <summary>The folder of this process.</summary>
    public DataFolder Data => Place.Data;

    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>The key of the site's tokens; null: none are taken.</summary>
    public required string? AuthKey { get; init; }

    /// <summary>The queue server; null: there is none, and all work is done at once.</summary>
    public required QueueClientOptions? Server { get; init; }

    /// <summary>The consumer in this process; null: it runs elsewhere, or there is none.</summary>
    public required LabConsumer? Consumer { get; init; }

    /// <summary>Whether a proxy on this machine is believed about scheme, host and address of the callers.</summary>
    public bool BehindProxy { get; init; }

    /// <summary>How long to serve on after the signal to stop.</summary>
    public required TimeSpan DrainTime { get; init; }

    /// <summary>Whether to fill an empty laboratory with something to try.</summary>
    public bool Demo { get; init; }

    /// <summary>The password of the demo's users.</summary>
    public required string DemoPassword { get; init; }

    /// <summary>Refuses the address of a SENAITE site where the laboratory is in this process.</summary>
    /// <exception cref="OptionException">There is one.</exception>
    public static void RequireNoSenaite(OptionSource source)
    {
        if (source.Value(OptionKey.Senaite) is not null)
        {
            throw new OptionException(
                $"{OptionException.Named(OptionKey.Senaite)} is for consumers that serve a SENAITE site, and the laboratory's serves the laboratory; "
                + "name roles without lims, such as --role server --role consumer.");
        }
    }

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="OptionException">One has a value that it does not take, is missing, or has no use.</exception>
    public static LabOptions Read(OptionSource source, RoleChoice roles)
    {
        RequireNoSenaite(source);
        var urls = ServeOptions.ReadUrls(source, ServeOptions.PortOfEverything);
        var sites = source.Values(OptionKey.Site);
        var server = source.Value(OptionKey.QueueServer) is null ? null : ConsumeOptions.ReadServer(source);
        if (roles.IsConsumer && server is null)
        {
            throw new OptionException(
                $"{OptionException.Named(OptionKey.QueueServer)} is missing: it is where the consumer gets its tasks, such as "
                + $"{ServerAddresses.Example}.");
        }

        return new LabOptions
        {
            Urls = urls,
            Place = new LabPlace(StoreChoice.Read(source), DataFolder.Of(source)),
            Site = sites.Count > 0 ? sites[0] : server is not null ? ServerAddresses.SiteOf(server.BaseAddress) : FirstStart.DefaultSite,
            AuthKey = ServeOptions.ReadKey(source),
            Server = server,
            Consumer = roles.IsConsumer ? LabConsumer.Read(source, urls) : null,
            BehindProxy = source.Flag(OptionKey.BehindProxy),
            DrainTime = ServeOptions.ReadDrainTime(source),
            Demo = source.Flag(OptionKey.Demo),
            DemoPassword = ServeOptions.ReadDemoPassword(source),
        };
    }
}
