using System.Threading.Channels;
using LabQueue.Client.Outbox;

namespace LabQueue.Client.Pool;

/// <summary>What is queued or runs, known here: asking costs no request.</summary>
/// <remarks>
/// It follows the server's events, and compares with <c>diff</c> whenever the way to the server was broken. So it lags a few
/// milliseconds behind. What waits in this program's own outbox counts as queued from when it is kept; what waits in another
/// program's is not known. Hidden tasks are not in it, as in the original's.
/// </remarks>
public sealed class QueuePool
{
    // Beyond that many, one diff costs less than a request for each.
    private const int MostSingleReads = 8;

    // A server keeps 1,024 events for a watcher who is slow, and drops the oldest. Who has had that many may lack some.
    private const int MostUncompared = 1_000;

    private static readonly TimeSpan Patience = EventStream.Patience;
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    private readonly QueueClient _client;
    private readonly TimeProvider _time;
    private readonly OutboxView? _outbox;
    private readonly KnownTasks _known = new();
    private TaskCompletionSource _warm = NewSignal();
    private long _heard;
    private int _uncompared;
    private volatile bool _isWarm;
    private volatile bool _isFollowing;
    private volatile QueueException? _trouble;

    /// <summary>Makes a pool, which knows nothing before <see cref="RunAsync"/>.</summary>
    /// <param name="client">The way to the server.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <param name="outbox">What waits here counts as queued; null: there is none.</param>
    public QueuePool(QueueClient client, TimeProvider? time = null, QueueOutbox? outbox = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        (_client, _time, _outbox) = (client, time ?? TimeProvider.System, outbox?.View());
    }

    /// <summary>How far it can be relied on.</summary>
    public PoolState State
    {
        get
        {
            if (!_isWarm)
            {
                return new PoolState(0, AsOf: null, Age: null, IsStale: true, _trouble);
            }

            var asOf = DateTimeOffset.UnixEpoch.AddTicks(Interlocked.Read(ref _heard));
            var age = _time.GetUtcNow() - asOf;
            return new PoolState(_known.Count, asOf, age, !_isFollowing || age > Patience, _trouble);
        }
    }

    /// <summary>Whether a queued or running task is about an object, or has it among its <c>uids</c>.</summary>
    /// <returns>
    /// At once, as <see cref="State"/> says how well known; for the first time when the server was heard, unless it is in the
    /// outbox.
    /// </returns>
    /// <param name="objectUid">The object.</param>
    /// <param name="cancellationToken">Ends the wait for the first time.</param>
    /// <exception cref="QueueException">Nothing is known yet, and the server cannot be reached or refuses.</exception>
    public ValueTask<bool> IsQueuedAsync(string objectUid, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(objectUid);
        if (_outbox?.IsTouched(objectUid) is true)
        {
            return new ValueTask<bool>(true);
        }

        return _isWarm ? new ValueTask<bool>(_known.IsTouched(objectUid)) : WaitAsync(objectUid, cancellationToken);
    }

    /// <summary>
    /// The queued and running tasks that are about an object or have it among their <c>uids</c>, as far as known. Of one that
    /// waits in the outbox only what its client said is there: name, objects, user, and when it was kept.
    /// </summary>
    public IReadOnlyList<QueueTask> TasksOf(string objectUid)
    {
        ArgumentNullException.ThrowIfNull(objectUid);
        var kept = _outbox?.Touching(objectUid) ?? [];
        var known = _known.Touching(objectUid);
        return kept.Count == 0 ? known : [.. known.UnionBy(kept, task => task.TaskUid, StringComparer.Ordinal)];
    }

    /// <summary>Follows the server for as long as it runs, over all breaks of the way to it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff();
        while (true)
        {
            try
            {
                await FollowAsync(backoff, cancellationToken).ConfigureAwait(false);
            }
            catch (QueueException trouble)
            {
                _trouble = trouble;
                Volatile.Read(ref _warm).TrySetException(trouble);
            }
            finally
            {
                _isFollowing = false;
            }

            await Task.Delay(backoff.Next(), _time, cancellationToken).ConfigureAwait(false);
            if (!_isWarm)
            {
                Volatile.Write(ref _warm, NewSignal());
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async ValueTask<bool> WaitAsync(string objectUid, CancellationToken cancellationToken)
    {
        var warm = Volatile.Read(ref _warm).Task;
        if (!_isWarm)
        {
            await warm.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return _known.IsTouched(objectUid);
    }

    private async Task FollowAsync(Backoff backoff, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = Channel.CreateUnbounded<QueueEvent>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var opened = NewSignal();
        var reading = ReadAsync(events.Writer, opened, ending.Token);
        try
        {
            // First the stream, then the state: what happens in between is told by the stream.
            await (await Task.WhenAny(opened.Task, reading).ConfigureAwait(false)).ConfigureAwait(false);
            await CompareAsync(Nothing, cancellationToken).ConfigureAwait(false);
            backoff.Reset();
            Hear();
            _trouble = null;
            _isFollowing = true;
            _isWarm = true;
            Volatile.Read(ref _warm).TrySetResult();
            while (await events.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                await ApplyAsync(events.Reader, cancellationToken).ConfigureAwait(false);
            }

            await reading.ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(ChannelWriter<QueueEvent> events, TaskCompletionSource opened, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in _client.FollowAsync(opened.SetResult, Hear, cancellationToken).ConfigureAwait(false))
            {
                events.TryWrite(happened);
            }
        }
        finally
        {
            events.TryComplete();
        }
    }

    private void Hear() => Interlocked.Exchange(ref _heard, (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks);

    // Of what happened to a task only the last matters.
    private async Task ApplyAsync(ChannelReader<QueueEvent> events, CancellationToken cancellationToken)
    {
        var lacking = new HashSet<string>(StringComparer.Ordinal);
        var heard = new HashSet<string>(StringComparer.Ordinal);
        while (events.TryRead(out var happened))
        {
            _uncompared++;
            if (happened.TaskUid is not { } uid || happened.Ghost)
            {
                continue;
            }

            heard.Add(uid);
            if (happened.Kind is "failed" or "done" or "cancelled" or "deleted")
            {
                lacking.Remove(uid);
                _known.Remove(uid);
            }
            else if (happened.Kind != "started" || !_known.Contains(uid))
            {
                lacking.Add(uid);
            }
        }

        if (lacking.Count > MostSingleReads || _uncompared >= MostUncompared)
        {
            await CompareAsync(lacking, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            foreach (var uid in lacking)
            {
                Take(uid, await _client.FindAsync(uid, cancellationToken).ConfigureAwait(false));
            }
        }

        TakeOver(heard);
    }

    // What is known here from now on is not the outbox's to tell any more.
    private void TakeOver(IEnumerable<string> uids)
    {
        foreach (var uid in uids)
        {
            _outbox?.Hear(uid);
        }
    }

    private void Take(string uid, QueueTask? task)
    {
        if (task is { Status: QueueTaskStatus.Queued or QueueTaskStatus.Running, Ghost: false })
        {
            _known.Put(task);
        }
        else
        {
            _known.Remove(uid);
        }
    }

    // Asks for all that it lacks, and for some tasks anew.
    private async Task CompareAsync(IReadOnlySet<string> anew, CancellationToken cancellationToken)
    {
        var sent = _outbox?.Sent() ?? [];
        var gone = anew.ToHashSet(StringComparer.Ordinal);
        _uncompared = 0;
        bool isMore;
        do
        {
            var diff = await _client.DiffAsync(new DiffRequest(_known.Uids(gone)), cancellationToken).ConfigureAwait(false);
            foreach (var uid in diff.Stale)
            {
                _known.Remove(uid);
            }

            var isNews = false;
            foreach (var task in diff.Tasks)
            {
                isNews |= _known.Put(task) | gone.Remove(task.TaskUid);
            }

            isMore = isNews && diff.Tasks.Count >= QueueLimits.TasksPerDiff;
        }
        while (isMore);

        foreach (var uid in gone)
        {
            _known.Remove(uid);
        }

        TakeOver(sent);
    }
}
