namespace LabQueue;

/// <summary>How long to wait before the next try: longer each time, and never the same for two programs.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private int _failures;

    /// <summary>The wait after one more failure: between a half and the whole of 0.2, 0.4, 0.8 … 5 s.</summary>
    public TimeSpan Next()
    {
        var whole = First * Math.Pow(2, Math.Min(_failures++, 10));
        return (whole < Longest ? whole : Longest) * (0.5 + (Jitter() / 2));
    }

    /// <summary>The wait after one more failure, but never less than the server asks for.</summary>
    /// <param name="asked">How long it asks for; null: it says nothing.</param>
    /// <param name="wait">The wait.</param>
    /// <returns>False where the server asks for more than a caller can be made to wait.</returns>
    public bool TryNext(TimeSpan? asked, out TimeSpan wait)
    {
        wait = Next();
        wait = asked > wait ? asked.Value : wait;
        return wait <= Longest;
    }

    /// <summary>It went well.</summary>
    public void Reset() => _failures = 0;

#pragma warning disable CA5394 // Nothing secret: it only keeps programs from asking all at once.
    private static double Jitter() => Random.Shared.NextDouble();
#pragma warning restore CA5394
}
