namespace LabQueue.Access;

/// <summary>Counts failures, and tells when there were too many of them within a minute.</summary>
internal sealed class FailureLimit(int most, TimeProvider time)
{
    // Above it those whose minute is over are forgotten; whoever makes up names must not fill the memory.
    private const int Kept = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Since, int Count)> _failures = new(StringComparer.Ordinal);

    /// <summary>How many seconds to wait before the next try; 0: none.</summary>
    public int SecondsToWait(string key)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            return _failures.TryGetValue(key, out var found) && found.Count >= most && IsRecent(found.Since, now)
                ? Math.Max(1, (int)Math.Ceiling((found.Since + Window - now).TotalSeconds))
                : 0;
        }
    }

    /// <summary>One more failure.</summary>
    public void Count(string key)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_failures.Count >= Kept)
            {
                Prune(now);
            }

            _failures[key] = _failures.TryGetValue(key, out var found) && IsRecent(found.Since, now)
                ? found with { Count = found.Count + 1 }
                : (now, 1);
        }
    }

    /// <summary>It went well: the failures before it are forgiven.</summary>
    public void Forget(string key)
    {
        lock (_gate)
        {
            _failures.Remove(key);
        }
    }

    /// <summary>Forgives everybody.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _failures.Clear();
        }
    }

    private static bool IsRecent(DateTimeOffset since, DateTimeOffset now) => now >= since && now - since < Window;

    private void Prune(DateTimeOffset now)
    {
        foreach (var (key, found) in _failures)
        {
            if (!IsRecent(found.Since, now))
            {
                _failures.Remove(key);
            }
        }

        if (_failures.Count >= Kept)
        {
            _failures.Clear();
        }
    }
}
