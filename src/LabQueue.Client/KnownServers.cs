namespace LabQueue.Client;

/// <summary>The servers of a queue: calls stay with one while it is there, and go to the next as soon as it is not.</summary>
/// <remarks>
/// The first one is this client's own, and it comes back to that when that is there again. What was lost counts as lost again with
/// each look for it, until it answers; so one call at a time looks, and the others go where somebody is.
/// </remarks>
/// <param name="inOrder">The servers, the client's own first.</param>
/// <param name="time">The clock.</param>
internal sealed class KnownServers(IReadOnlyList<KnownServer> inOrder, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();

    /// <summary>How many there are.</summary>
    public int Count => inOrder.Count;

    /// <summary>The server to ask.</summary>
    /// <param name="tried">Those that the call has been to.</param>
    /// <returns>Null where it has been to all.</returns>
    public KnownServer? Next(IReadOnlyCollection<KnownServer> tried)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            KnownServer? soonest = null;
            foreach (var server in inOrder)
            {
                if (tried.Contains(server))
                {
                    continue;
                }

                if (server.Losses == 0)
                {
                    return server;
                }

                if (now >= server.AwayUntil)
                {
                    Rest(server, now);
                    return server;
                }

                soonest = soonest is null || server.AwayUntil < soonest.AwayUntil ? server : soonest;
            }

            return soonest;
        }
    }

    /// <summary>A server answered.</summary>
    public void Found(KnownServer server)
    {
        lock (_gate)
        {
            server.Losses = 0;
        }
    }

    /// <summary>A server is away, or about to go.</summary>
    public void Lost(KnownServer server)
    {
        lock (_gate)
        {
            if (server.Losses == 0)
            {
                Rest(server, time.GetTimestamp());
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var server in inOrder)
        {
            server.Dispose();
        }
    }

    private void Rest(KnownServer server, long now)
    {
        var rest = FirstRest * Math.Pow(2, Math.Min(server.Losses++, 10));
        server.AwayUntil = now + (long)((rest < LongestRest ? rest : LongestRest).TotalSeconds * time.TimestampFrequency);
    }
}
