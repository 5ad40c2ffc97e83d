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
    private OutboxBlock? _block;
    private OutboxView? _view;

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
        _metrics = new OutboxMetrics(() => _figures, () => Block, _time, meters);
    }

    /// <summary>Why the last try to send ended before all was sent; null: all was.</summary>
    public QueueException? Trouble => Volatile.Read(ref _trouble);

    /// <summary>The task that all others wait behind, and why it was not sent; null: nothing keeps the outbox from sending.</summary>
    public OutboxBlock? Block => Volatile.Read(ref _block);

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
        _view?.Keep(kept);
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

    /// <summary>Puts the first task on the list of refused ones: a person gave it up, and those behind it are sent.</summary>
    /// <param name="taskUid">The task that <see cref="Block"/> names.</param>
    /// <param name="reason">Why, for the list.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where another task is the first by now, or none.</returns>
    public async Task<bool> PutAsideAsync(string taskUid, string reason, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await _store.NextAsync(1, cancellationToken).ConfigureAwait(false) is not [var first] || first.TaskUid != taskUid)
            {
                return false;
            }

            await RefuseAsync(first, reason, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }

        Wake();
        return true;
    }

    /// <summary>Sends what waits, until nothing does or the server cannot take it.</summary>
    /// <exception cref="OutboxException">The store could not be read or written; what was sent is sent again, to no effect.</exception>
    public async Task<OutboxRound> SendAsync(CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
            var (round, first) = await SendAllAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _trouble, round.Trouble);
            await NoteAsync(first, round.Trouble, cancellationToken).ConfigureAwait(false);
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

    /// <summary>What waits, by its objects, from now on.</summary>
    internal OutboxView View() => _view ??= new OutboxView();

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

    // What the server said about a list of tasks may be the fault of one.
    private static bool IsAnswer(HttpStatusCode status) => IsForGood(status) || (int)status >= 500;

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

    // A store may be filled past the outbox: by the process before this one, or in a transaction of the host.
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_view is { } view
            && !view.HasAll((await _store.FiguresAsync(cancellationToken).ConfigureAwait(false)).Waiting))
        {
            view.Reset(await _store.NextAsync(int.MaxValue, cancellationToken).ConfigureAwait(false));
        }
    }

    // Noted once, and not with each try: a note is written to the disk.
    private async Task NoteAsync(OutboxTask? first, QueueException? trouble, CancellationToken cancellationToken)
    {
        var before = Block;
        var block = first is null || trouble is null
            ? null
            : new OutboxBlock(
                first.TaskUid, trouble.Message, before?.TaskUid == first.TaskUid ? before.Since : _time.GetUtcNow());
        if (block != before)
        {
            await _store.NoteAsync(block, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _block, block);
        }
    }

    private async Task<(OutboxRound Round, OutboxTask? First)> SendAllAsync(CancellationToken cancellationToken)
    {
        var (sent, refused, alone) = (0, 0, 0);
        while (true)
        {
            var next = await _store.NextAsync(alone > 0 ? 1 : MostPerCall, cancellationToken).ConfigureAwait(false);
            if (next.Count == 0)
            {
                return (new OutboxRound(sent, refused, Trouble: null), First: null);
            }

            var tasks = Together(next);
            try
            {
                var added = await _client.AddAsync(tasks, cancellationToken).ConfigureAwait(false);

                // A crash from here on leaves them in the outbox; the server knows them when they are sent again.
                await _store.RemoveAsync(tasks, cancellationToken).ConfigureAwait(false);
                LeaveView(tasks, added);
                sent += tasks.Length;
                alone--;
            }
            catch (QueueClientException failure) when (IsAnswer(failure.Status) && tasks.Length > 1)
            {
                // One of them may be at fault, and none was taken: each goes alone now, so that those before it arrive.
                alone = tasks.Length;
            }
            catch (QueueClientException refusal) when (IsForGood(refusal.Status))
            {
                await RefuseAsync(tasks[0], refusal.Message, cancellationToken).ConfigureAwait(false);
                refused++;
                alone--;
            }
            catch (QueueException trouble) when (trouble is not OutboxException)
            {
                return (new OutboxRound(sent, refused, trouble), tasks[0]);
            }
        }
    }

    private async Task RefuseAsync(OutboxTask task, string reason, CancellationToken cancellationToken)
    {
        await _store.RefuseAsync(task, reason, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        _view?.Leave(task.TaskUid, isAdded: false);
    }

    private void LeaveView(OutboxTask[] tasks, bool[] added)
    {
        for (var index = 0; index < tasks.Length; index++)
        {
            _view?.Leave(tasks[index].TaskUid, added[index]);
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
