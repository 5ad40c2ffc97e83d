namespace LabQueue.Client;

/// <summary>One of the servers of a queue, and the connections to it.</summary>
/// <param name="address">Address of server and site.</param>
/// <param name="http">Keeps the connections.</param>
internal sealed class KnownServer(Uri address, HttpClient http) : IDisposable
{
    private const string Prefix = "/@@API/senaite/v1/queue_server/";

    /// <summary>Address of server and site.</summary>
    public Uri Address => address;

    /// <summary>What the addresses of all its routes begin with.</summary>
    public string Api { get; } = address.GetLeftPart(UriPartial.Path).TrimEnd('/') + Prefix;

    /// <summary>Keeps the connections.</summary>
    public HttpClient Http => http;

    /// <summary>How often in a row it was looked for and not found; 0: it is there, as far as known.</summary>
    public int Losses { get; set; }

    /// <summary>Until when nobody looks for it again, as a timestamp of the clock.</summary>
    public long AwayUntil { get; set; }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
