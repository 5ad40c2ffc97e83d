namespace LabQueue.Benchmarks.Load;

/// <summary>Gives out the numbers of a run's tasks, to all connections.</summary>
internal sealed class Numbers
{
    private long _last;

    /// <summary>How many were given out.</summary>
    public long Taken => Volatile.Read(ref _last);

    /// <summary>Takes consecutive numbers.</summary>
    /// <returns>The first of them.</returns>
    public long Take(int count) => Interlocked.Add(ref _last, count) - count;
}
