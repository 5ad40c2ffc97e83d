namespace LabQueue.TestKit;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire in the order in which they are due, on the thread that
/// moves the clock; <c>Task.Delay</c>, <c>PeriodicTimer</c> and <c>CancellationTokenSource</c> follow it.
/// </summary>
/// <param name="start">The time at first; null: <see cref="Given.Now"/>.</param>
public sealed class ManualTimeProvider(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan? Time, TaskCompletionSource Armed)> _waiters = [];
    private DateTimeOffset _now = start ?? Given.Now;
    private TimeSpan _elapsed;
    private long _armed;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Number of timers that are going to fire.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _elapsed.Ticks;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on and fires what comes due on the way, each timer at its own time.</summary>
    public void Advance(TimeSpan step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, TimeSpan.Zero);
        TimeSpan target;
        lock (_lock)
        {
            target = _elapsed + step;
        }

        while (Next(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Sets the wall clock, as an operator or a leap does; no timer notices.</summary>
    public void Jump(DateTimeOffset now)
    {
        lock (_lock)
        {
            _now = now;
        }
    }

    /// <summary>Waits until the code under test has armed one more timer: the signal to move the clock.</summary>
    /// <param name="time">Only a timer of that time, where others are armed meanwhile; null: any.</param>
    public Task TimerArmedAsync(TimeSpan? time = null)
    {
        lock (_lock)
        {
            var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((time, armed));
            return armed.Task;
        }
    }

    // The next timer that is due by then; the clock moves to its time, or to the target where there is none.
    private ManualTimer? Next(TimeSpan target)
    {
        lock (_lock)
        {
            var timer = _timers.Where(timer => timer.Due <= target).OrderBy(timer => timer.Due).ThenBy(timer => timer.Armed)
                .FirstOrDefault();
            var reached = timer is null ? target : timer.Due > _elapsed ? timer.Due : _elapsed;
            _now += reached - _elapsed;
            _elapsed = reached;
            if (timer is not null && !timer.Rearm())
            {
                _timers.Remove(timer);
            }

            return timer;
        }
    }

    private bool Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Set(_elapsed + dueTime, period, _armed++);
                _timers.Add(timer);
                _waiters.RemoveAll(waiter => (waiter.Time ?? dueTime) == dueTime && waiter.Armed.TrySetResult());
            }
        }

        return true;
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan Due { get; private set; }

        public long Armed { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Arm(this, dueTime, period);

        public void Set(TimeSpan due, TimeSpan period, long armed) => (Due, _period, Armed) = (due, period, armed);

        public bool Rearm()
        {
            Due += _period;
            return _period > TimeSpan.Zero;
        }

        public void Fire() => callback(state);

        public void Dispose() => clock.Arm(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
