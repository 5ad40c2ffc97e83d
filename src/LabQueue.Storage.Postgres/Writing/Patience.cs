namespace LabQueue.Storage.Postgres.Writing;

/// <summary>How long something is tried again, and how often: soon at first, then each second.</summary>
/// <param name="length">How long.</param>
internal sealed class Patience(TimeSpan length)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    // The database's troubles pass in real time, whatever clock the queue goes by.
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Whether it is to be tried again.</summary>
    public bool IsLeft => _time.GetElapsedTime(_begun) < length;

    /// <summary>Waits for the next try. By chance a little more or less, so that servers do not all come at once.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_pause * (0.5 + Random.Shared.NextDouble()), _time, cancellationToken);
        _pause = _pause * 2 < Longest ? _pause * 2 : Longest;
    }
}
