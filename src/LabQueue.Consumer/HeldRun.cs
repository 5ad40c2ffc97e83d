namespace LabQueue.Consumer;

/// <summary>A task that this consumer has, from its claim until the queue has answered its report.</summary>
internal sealed class HeldRun : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenSource _abandon;
    private readonly TimeSpan _patience;
    private readonly ITimer _lease;
    private readonly ITimer _limit;
    private readonly TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isDisposed;

    public HeldRun(QueueTask task, TimeSpan lease, TimeSpan patience, TimeProvider time)
    {
        Task = task;
        Held = new HeldTask(task.TaskUid, task.Fence ?? 0);
        _patience = patience;
        _abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Token = _cancel.Token;
        Abandoned = _abandon.Token;
        _lease = time.CreateTimer(_ => Cut(RunEnd.LeaseLost), null, lease, Timeout.InfiniteTimeSpan);
        _limit = time.CreateTimer(_ => Cut(RunEnd.TimedOut), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The task as it was taken.</summary>
    public QueueTask Task { get; }

    /// <summary>Its claim.</summary>
    public HeldTask Held { get; }

    /// <summary>Cancelled when the handler is to end.</summary>
    public CancellationToken Token { get; }

    /// <summary>Cancelled when a cancelled handler has had its time to return.</summary>
    public CancellationToken Abandoned { get; }

    /// <summary>Why the run was cut short, if it was; the first reason counts.</summary>
    public RunEnd End { get; private set; }

    /// <summary>What is told to the queue; null while the handler works, and where there is nothing to tell.</summary>
    public TaskReport? Report { get; set; }

    /// <summary>The work on it, from its claim until there is something to report.</summary>
    public Task Work { get; set; } = System.Threading.Tasks.Task.CompletedTask;

    /// <summary>Completes once nothing of this run is at work any more, not even an abandoned handler.</summary>
    public Task Returned => _returned.Task;

    /// <summary>The handler begins: its time counts from now.</summary>
    public void Begin()
    {
        // What a client may have set to nonsense still is a time: at least a second, at most a month.
        var limit = TimeSpan.FromSeconds(Math.Clamp(Task.MaxSeconds, 1, 30 * 86_400));
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _limit.Change(limit, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The handler has returned, or was given up: its time does not count any more.</summary>
    public void StopClock()
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _limit.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Nothing of it is at work any more.</summary>
    public void Return() => _returned.TrySetResult();

    /// <summary>The queue renewed the lease.</summary>
    public void Renew(TimeSpan lease)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _lease.Change(lease, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Cancels the handler, and gives it some time to return.</summary>
    /// <returns>Whether this was the reason that counts.</returns>
    public bool Cut(RunEnd end)
    {
        lock (_lock)
        {
            if (_isDisposed || End != RunEnd.None)
            {
                return false;
            }

            End = end;
            _abandon.CancelAfter(_patience);
        }

        // What the handler hung on its token runs elsewhere, and cannot break the timer or the loop that cut it.
        _ = _cancel.CancelAsync();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        // The handler's token is left as it is: a handler that was given up may still look at it.
        _lease.Dispose();
        _limit.Dispose();
        _abandon.Dispose();
    }
}
