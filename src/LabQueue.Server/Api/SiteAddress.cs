using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Server.Api;

/// <summary>The addresses of a site as one caller spells them; made from the request's Host header.</summary>
internal sealed class SiteAddress
{
    /// <summary>What stands between a site's address and a route.</summary>
    public const string Api = "/senaite/v1/";

    // Callers choose their Host header, so what is kept is bounded.
    private const int Kept = 1_000;

    private static readonly ConcurrentDictionary<(string Scheme, string Host, string Site), SiteAddress> Known = new();

    private SiteAddress(string scheme, string host, string site)
    {
        Base = $"{scheme}://{host}/{site}";
        TaskPrefix = $"{Base}/@@API{Api}queue_server/";
    }

    /// <summary>The site's base address, such as <c>http://127.0.0.1:8090/senaite</c>.</summary>
    public string Base { get; }

    /// <summary>What <c>task_url</c> has in front of a uid.</summary>
    public string TaskPrefix { get; }

    public static SiteAddress Of(HttpRequest request, string site)
    {
        var key = (request.Scheme, request.Host.Value ?? string.Empty, site);
        if (Known.TryGetValue(key, out var address))
        {
            return address;
        }

        if (Known.Count >= Kept)
        {
            Known.Clear();
        }

        return Known.GetOrAdd(key, static key => new SiteAddress(key.Scheme, key.Host, key.Site));
    }

    /// <summary>Whether a site with that setting <c>server</c> is its own queue server, as seen from this address.</summary>
    public bool IsServer(string server) =>
        server.Length == 0 || server.AsSpan().TrimEnd('/').Equals(Base, StringComparison.OrdinalIgnoreCase);
}
