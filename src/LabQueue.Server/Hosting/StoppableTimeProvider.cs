namespace LabQueue.Server.Hosting;

/// <summary>A clock that tests can stop and set. Only the time of day stands: what waits for a span of time goes on.</summary>
public sealed class StoppableTimeProvider : TimeProvider
{
    private readonly TimeProvider _inner;
    private long _stoppedAt = -1;

    /// <summary>Runs as another clock, until it is stopped.</summary>
    public StoppableTimeProvider(TimeProvider inner) => _inner = inner;

    /// <summary>Whether the clock stands.</summary>
    public bool IsStopped => Volatile.Read(ref _stoppedAt) >= 0;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _inner.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _inner.TimestampFrequency;

    /// <summary>Stops the clock at a time, or moves a clock that stands.</summary>
    public void StopAt(DateTimeOffset time) => Volatile.Write(ref _stoppedAt, time.UtcTicks);

    /// <summary>Lets the clock go on, at the real time.</summary>
    public void Start() => Volatile.Write(ref _stoppedAt, -1);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var ticks = Volatile.Read(ref _stoppedAt);
        return ticks < 0 ? _inner.GetUtcNow() : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => _inner.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _inner.CreateTimer(callback, state, dueTime, period);
}
