using System.Net;

namespace LabQueue.Client;

/// <summary>The way of one call from server to server: it asks each once at most.</summary>
/// <param name="servers">The servers.</param>
internal sealed class ServerRound(KnownServers servers)
{
    private readonly List<KnownServer> _tried = [];
    private readonly List<QueueException> _troubles = [];

    /// <summary>The server to ask now.</summary>
    public KnownServer Server { get; private set; } = servers.Next([])!;

    /// <summary>Whether there is more than one server to name, none of which could be reached.</summary>
    public bool HasFoundNone => _troubles.Count > 1 && _troubles.TrueForAll(trouble => trouble is QueueUnreachableException);

    /// <summary>Goes on to the next server, where that helps and can do nothing twice.</summary>
    /// <param name="trouble">What came of the call at this one.</param>
    /// <param name="isSafe">Whether the call may be made twice; else only one that was never sent is made elsewhere.</param>
    /// <returns>False where the trouble is the call's answer.</returns>
    public bool TryNext(QueueException trouble, bool isSafe)
    {
        if (!IsAway(trouble))
        {
            return false;
        }

        servers.Lost(Server);
        _tried.Add(Server);
        _troubles.Add(trouble);
        if ((!isSafe && trouble is not QueueUnreachableException { WasSent: false }) || servers.Next(_tried) is not { } next)
        {
            return false;
        }

        Server = next;
        return true;
    }

    /// <summary>What to tell of them all.</summary>
    public QueueUnreachableException Summary() =>
        new(string.Join(' ', _troubles.Select(trouble => trouble.Message)), _troubles[^1]);

    // A proxy whose server is away, and a server whose store is, answer like one that stops.
    private static bool IsAway(QueueException trouble) => trouble
        is QueueUnreachableException
        or QueueClientException
        {
            Status: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        };
}
