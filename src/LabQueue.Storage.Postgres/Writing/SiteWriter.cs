using LabQueue.Engine;
using LabQueue.Failing;
using LabQueue.Storage.Postgres.Sites;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>
/// Changes a site for one server. It takes what has come, carries it out in one transaction under the site's lock, and answers
/// when that is on disk. A lone call is committed at once; what arrives meanwhile forms the next group, and so does what
/// arrives while another server has the lock.
/// </summary>
internal sealed partial class SiteWriter
{
    private const int LongestQueue = 20_000;
    private const int HeaviestGroup = 2_000;

    private readonly Lock _gate = new();
    private readonly Queue<WriteCommand> _waiting = new();
    private readonly LinkedList<PopCommand> _parked = new();
    private readonly StoreContext _store;
    private readonly SiteState _site;
    private long _group;
    private Task _work = Task.CompletedTask;
    private bool _isBusy;
    private bool _isClosed;

    public SiteWriter(StoreContext store, SiteState site)
    {
        _store = store;
        _site = site;
    }

    /// <summary>Whether consumers of this server wait for work here. Safe from every thread, and right in a moment.</summary>
    public bool HasParked { get; private set; }

    /// <summary>Hands a command over.</summary>
    /// <exception cref="QueueStoreException">The store is closed, or has more to do than it can take.</exception>
    public void Post(WriteCommand command)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new QueueStoreException("The store is closed.", isFull: false);
            }

            if (_waiting.Count >= LongestQueue)
            {
                throw new QueueStoreException($"More than {LongestQueue} calls wait for the database.", isFull: false);
            }

            _waiting.Enqueue(command);
            if (!_isBusy)
            {
                _isBusy = true;
                _work = Task.Run(WorkAsync);
            }
        }
    }

    /// <summary>Hands a command over, and waits until it is on disk.</summary>
    public Task<TResult> PostAsync<TResult>(WriteCommand<TResult> command)
    {
        Post(command);
        return command.Answer;
    }

    /// <summary>Ends a consumer's wait.</summary>
    public void EndWait(PopCommand command)
    {
        command.End();
        try
        {
            Post(new EndWaitCommand(command, _parked));
        }
        catch (QueueStoreException closed)
        {
            command.Fail(closed);
        }
    }

    /// <summary>There may be work for those who wait: something happened on another server.</summary>
    public void Wake()
    {
        if (!HasParked)
        {
            return;
        }

        try
        {
            Post(new WakeCommand());
        }
        catch (QueueStoreException)
        {
            // It is closed, or has so much to do that they are asked all the same.
        }
    }

    /// <summary>Carries out what waits, and takes nothing more.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        await _work;
        foreach (var command in _parked)
        {
            command.Fail(new QueueStoreException("The store is closed.", isFull: false));
        }
    }

    private async Task WorkAsync()
    {
        var group = new List<WriteCommand>();
        while (TryTake(group))
        {
            if (group.TrueForAll(command => command is EndWaitCommand))
            {
                group.ForEach(command => ((EndWaitCommand)command).End());
            }
            else
            {
                await CarryAsync(group);
            }

            HasParked = _parked.Count > 0;
            group.Clear();
        }
    }

    private bool TryTake(List<WriteCommand> group)
    {
        lock (_gate)
        {
            for (var weight = 0; weight < HeaviestGroup && _waiting.TryDequeue(out var command); weight += command.Weight)
            {
                group.Add(command);
            }

            return _isBusy = group.Count > 0;
        }
    }

    private async Task CarryAsync(List<WriteCommand> group)
    {
        var failure = await TryCommitAsync(group);
        if (failure is null)
        {
            return;
        }

        // One bad command must not take its neighbours along: each gets a transaction of its own.
        var isBad = group.Count > 1 && (failure.InnerException is PostgresException refused ? Trouble.IsOfOne(refused) : failure is not QueueStoreException);
        foreach (var command in group)
        {
            var own = isBad ? await TryCommitAsync([command]) : failure;
            if (own is not null)
            {
                command.Fail(own);
            }
        }
    }

    private async Task<Exception?> TryCommitAsync(IReadOnlyList<WriteCommand> commands)
    {
        var number = ++_group;
        var patience = new Patience(_store.Options.Patience);
        GroupRun? last = null;
        while (true)
        {
            try
            {
                await _store.Partitions.EnsureAsync(_store.Now, CancellationToken.None);
                await using var connection = await _store.Source.OpenConnectionAsync();
                var run = new GroupRun(_store, _site, connection, commands, _parked);
                last = await run.RunAsync(number, last);
                _store.NoteWell();
                FailPoint.Hit(FailPoint.AfterCommit);
                Publish(last, commands);
                return null;
            }
            catch (Exception exception) when (Trouble.IsPassing(exception) && patience.IsLeft)
            {
                last = (exception.Data[GroupRun.Key] as GroupRun) ?? last;
                await patience.WaitAsync(CancellationToken.None);
            }
#pragma warning disable CA1031 // Whatever went wrong is handed to those who asked; the writer itself goes on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                return Explain(exception);
            }
        }
    }

    private void Publish(GroupRun run, IReadOnlyList<WriteCommand> commands)
    {
        run.Keep();
        foreach (var command in run.Served)
        {
            _parked.Remove(command.Place!);
            command.Place = null;
            command.Succeed();
        }

        foreach (var command in commands)
        {
            if (command is PopCommand { IsToWait: true } pop)
            {
                pop.Place = _parked.AddLast(pop);
            }

            command.Succeed();
        }

        HasParked = _parked.Count > 0;
        if (run.IsChanged)
        {
            run.PublishFigures();
        }

        if (run.IsNews)
        {
            _store.Happened(_site.Id);
        }
    }

    private Exception Explain(Exception exception)
    {
        if (exception is not NpgsqlException failure)
        {
            LogBroken(_store.Logger, exception);
            return exception;
        }

        LogRefused(_store.Logger, failure);
        var told = Trouble.Tell(failure);
        _store.NoteTrouble(told);
        return told;
    }

    [LoggerMessage(2101, LogLevel.Error, "A command of the store broke off; it was rolled back")]
    private static partial void LogBroken(ILogger logger, Exception exception);

    [LoggerMessage(2102, LogLevel.Error, "The database refused a group of commands")]
    private static partial void LogRefused(ILogger logger, Exception exception);
}
