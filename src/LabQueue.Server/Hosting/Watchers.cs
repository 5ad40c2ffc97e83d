namespace LabQueue.Server.Hosting;

/// <summary>Counts those who watch events. Each holds a connection and a buffer, so there is a most.</summary>
/// <param name="options">How many the server takes.</param>
internal sealed class Watchers(ServerOptions options)
{
    private int _now;

    /// <summary>How many the server takes.</summary>
    public int Most => options.MaxWatchers;

    /// <summary>One more wants to watch.</summary>
    /// <returns>False where there are as many as may be.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _now) <= Most)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>One who watched left.</summary>
    public void Leave() => Interlocked.Decrement(ref _now);
}
