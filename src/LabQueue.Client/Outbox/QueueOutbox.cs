using System.Diagnostics.Metrics;
using System.Net;
using System.Text;

namespace LabQueue.Client.Outbox;

/// <summary>Adds that nothing can lose: a task is on disk before the add returns, and is sent when the server is there.</summary>
/// <remarks>
/// Tasks are sent in the order in which they were kept, each until the server answers. It adds none twice: a task has a uid
/// from here, and the server knows it again (<see cref="NewTask.Once"/>) for as long as its history reaches back.
/// </remarks>
public sealed class QueueOutbox : IDisposable
{
    private const int MostPerCall = 100;
    private const int MostBytesPerCall = QueueLimits.BodyBytes / 2;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly QueueClient _client;
    private readonly IOutboxStore _store;
    private readonly TimeProvider _time;
    private readonly OutboxMetrics _metrics;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private TaskCompletionSource _wake = NewWake();
    private OutboxFigures _figures;
    private QueueException? _trouble;

    /// <summary>Makes an outbox. Nothing is sent before <see cref="SendAsync"/> or <see cref="RunAsync"/>.</summary>
    /// <param name="client">Sends the tasks.</param>
    /// <param name="store">Keeps them.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <param name="meters">Makes the meter; null: one of its own.</param>
    public QueueOutbox(QueueClient client, IOutboxStore store, TimeProvider? time = null, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(store);
        (_client, _store, _time) = (client, store, time ?? TimeProvider.System);
        _metrics = new OutboxMetrics(() => _figures, _time, meters);
    }

    /// <summary>Why the last try to send ended before all was sent; null: all was.</summary>
    public QueueException? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Keeps tasks, all or none; they are sent in the background.</summary>
    /// <param name="tasks">The tasks; their <see cref="NewTask.Created"/> is now where they have none.</param>
    /// <param name="by">In whose name.</param>
    /// <param name="cancellationToken">Ends the wait. The tasks may be kept all the same.</param>
    /// <returns>Their uids, in their order. The tasks are on disk.</returns>
    /// <exception cref="OutboxException">They could not be kept.</exception>
    public async Task<IReadOnlyList<string>> AddAsync(
        IReadOnlyList<NewTask> tasks, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        OutboxTask[] kept = [.. tasks.Select(task => Prepare(task, by))];
        await _store.KeepAsync(kept, cancellationToken).ConfigureAwait(false);
        Wake();
        return [.. kept.Select(task => task.TaskUid)];
    }

    /// <summary>Writes a task as it is kept and sent, for a host that keeps it in a transaction of its own.</summary>
    /// <param name="task">The task.</param>
    /// <param name="by">In whose name.</param>
    public OutboxTask Prepare(NewTask task, Actor by)
    {
        ArgumentNullException.ThrowIfNull(task);
        var now = _time.GetUtcNow();
        var username = string.IsNullOrEmpty(by.Username) ? _client.Username : by.Username;
        var wish = task with
        {
            TaskUid = task.TaskUid ?? TaskUid.New(now),
            Created = task.Created ?? now,
            Once = true,
        };
        return new OutboxTask(wish.TaskUid, username, NewTaskWriter.ToText(wish, username), now);
    }

    /// <summary>Says that there is something to send, to an outbox whose store was filled past it.</summary>
    public void Wake() => Interlocked.Exchange(ref _wake, NewWake()).TrySetResult();

    /// <summary>How much it holds.</summary>
    public Task<OutboxFigures> FiguresAsync(CancellationToken cancellationToken) => _store.FiguresAsync(cancellationToken);

    /// <summary>What the server refused for good, and why.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyList<RefusedTask>> RefusedAsync(int count, CancellationToken cancellationToken) =>
        _store.RefusedAsync(count, cancellationToken);

    /// <summary>Sends a refused task once more, behind all others: the reason is gone.</summary>
    /// <returns>False where no refused task has that uid.</returns>
    public async Task<bool> ResendAsync(string taskUid, CancellationToken cancellationToken)
    {
        var isWaiting = await _store.ResendAsync(taskUid, cancellationToken).ConfigureAwait(false);
        Wake();
        return isWaiting;
    }

    /// <summary>Drops a refused task.</summary>
    /// <returns>False where no refused task has that uid.</returns>
    public Task<bool> ForgetAsync(string taskUid, CancellationToken cancellationToken) =>
        _store.ForgetAsync(taskUid, cancellationToken);

    /// <summary>Sends what waits, until nothing does or the server cannot take it.</summary>
    /// <exception cref="OutboxException">The store could not be read or written; what was sent is sent again, to no effect.</exception>
    public async Task<OutboxRound> SendAsync(CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var round = await SendAllAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _trouble, round.Trouble);
            _figures = await _store.FiguresAsync(cancellationToken).ConfigureAwait(false);
            return round;
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends for as long as it runs: at once what is kept, and again and again what the server does not take.</summary>
    /// <param name="ended">Called with what came of each round.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action<OutboxRound>? ended, CancellationToken cancellationToken)
    {
        var backoff = new Backoff();
        while (true)
        {
            var woken = Volatile.Read(ref _wake).Task;
            var round = await TrySendAsync(cancellationToken).ConfigureAwait(false);
            ended?.Invoke(round);
            if (round.Trouble is null)
            {
                backoff.Reset();
                await WaitAsync(woken, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await Task.Delay(backoff.Next(), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _sending.Dispose();
    }

    private static TaskCompletionSource NewWake() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The key, the address and the way there are not the task's fault: it waits until they are right.
    private static bool IsForGood(HttpStatusCode status) =>
        (int)status is >= 400 and < 500
        && status is not (HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
            or HttpStatusCode.ProxyAuthenticationRequired or HttpStatusCode.RequestTimeout
            or HttpStatusCode.MisdirectedRequest or HttpStatusCode.TooManyRequests)
        && (int)status != 425;

    // One call is made in one name, and stays well below what a server takes.
    private static OutboxTask[] Together(IReadOnlyList<OutboxTask> next)
    {
        var bytes = 0;
        return [.. next.TakeWhile((task, index) =>
        {
            bytes += Encoding.UTF8.GetByteCount(task.Text);
            return index == 0 || (task.Username == next[0].Username && bytes <= MostBytesPerCall);
        })];
    }

    private async Task<OutboxRound> TrySendAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OutboxException trouble)
        {
            Volatile.Write(ref _trouble, trouble);
            return new OutboxRound(Sent: 0, Refused: 0, trouble);
        }
    }

    private async Task<OutboxRound> SendAllAsync(CancellationToken cancellationToken)
    {
        var (sent, refused, alone) = (0, 0, 0);
        while (true)
        {
            var next = await _store.NextAsync(alone > 0 ? 1 : MostPerCall, cancellationToken).ConfigureAwait(false);
            if (next.Count == 0)
            {
                return new OutboxRound(sent, refused, Trouble: null);
            }

            var tasks = Together(next);
            try
            {
                await _client.AddAsync(tasks, cancellationToken).ConfigureAwait(false);

                // A crash from here on leaves them in the outbox; the server knows them when they are sent again.
                await _store.RemoveAsync(tasks, cancellationToken).ConfigureAwait(false);
                sent += tasks.Length;
                alone--;
            }
            catch (QueueClientException refusal) when (IsForGood(refusal.Status) && tasks.Length > 1)
            {
                // One of them is at fault, and all were refused: each goes alone now.
                alone = tasks.Length;
            }
            catch (QueueClientException refusal) when (IsForGood(refusal.Status))
            {
                await _store.RefuseAsync(tasks[0], refusal.Message, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
                refused++;
                alone--;
            }
            catch (QueueException trouble) when (trouble is not OutboxException)
            {
                return new OutboxRound(sent, refused, trouble);
            }
        }
    }

    // Another process may fill the store, too: it is looked at now and then without being asked to.
    private async Task WaitAsync(Task woken, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(woken, Task.Delay(Between, _time, enough.Token)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
