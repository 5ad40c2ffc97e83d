using LabQueue.Engine;
using LabQueue.Failing;
using LabQueue.Storage.Sqlite.Native;
using Microsoft.Extensions.Logging;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>
/// The one thread that changes the file. It takes what has come, carries it out in one transaction, and answers when that
/// is on disk. A lone call is committed at once; what arrives meanwhile forms the next group.
/// </summary>
internal sealed partial class SqliteWriter : IDisposable
{
    private const int LongestQueue = 20_000;
    private const int HeaviestGroup = 2_000;

    // A monitor, and not a semaphore: its wait does not spin, and on two cores spinning takes time from those who work.
    private readonly object _gate = new();
    private readonly Queue<WriteCommand> _waiting = new();
    private readonly Database _database;
    private readonly WriteSession _session;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private bool _isIdle;
    private bool _isClosed;
    private string? _toldTrouble;

    public SqliteWriter(Database database, WriteSession session, ILogger logger)
    {
        _database = database;
        _session = session;
        _logger = logger;
        _thread = new Thread(Work) { IsBackground = true, Name = "labqueue-writer" };
        _thread.Start();
    }

    /// <summary>Hands a command to the writer.</summary>
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
                throw new QueueStoreException($"More than {LongestQueue} calls wait for the disk.", isFull: false);
            }

            _waiting.Enqueue(command);
            if (_isIdle)
            {
                _isIdle = false;
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Hands work to the writer, and waits until it is on disk.</summary>
    public Task<TResult> PostAsync<TResult>(Func<WriteSession, TResult> run, int weight = 1)
    {
        var command = new WriteCommand<TResult>(run, weight);
        Post(command);
        return command.Answer;
    }

    /// <summary>Carries out what waits, then ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    private void Work()
    {
        var group = new List<WriteCommand>();
        while (TryTake(group))
        {
            Carry(group);
            group.Clear();
            LookAfterDisk();
        }
    }

    private bool TryTake(List<WriteCommand> group)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_isClosed)
                {
                    return false;
                }

                _isIdle = true;
                Monitor.Wait(_gate);
            }

            _isIdle = false;
            for (var weight = 0; weight < HeaviestGroup && _waiting.TryDequeue(out var command); weight += command.Weight)
            {
                group.Add(command);
            }

            return true;
        }
    }

    private void Carry(List<WriteCommand> group)
    {
        var failure = TryCommit(group);
        if (failure is null)
        {
            return;
        }

        // One bad command must not take its neighbours along: each gets a transaction of its own.
        foreach (var command in group)
        {
            var own = group.Count == 1 ? failure : TryCommit([command]);
            if (own is not null)
            {
                command.Fail(own);
            }
        }
    }

    private Exception? TryCommit(List<WriteCommand> group)
    {
        if (IsFileLost())
        {
            _session.Room.Refused++;
            return new QueueStoreException(_session.Room.Loss!, isFull: false);
        }

        try
        {
            _session.Begin();
            foreach (var command in group)
            {
                command.Run(_session);
            }

            _session.Commit();
        }
#pragma warning disable CA1031 // Whatever went wrong is handed to those who asked; the writer itself goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Undo(exception);
        }

        FailPoint.Hit(FailPoint.AfterCommit);
        _session.Publish();
        foreach (var command in group)
        {
            command.Succeed();
        }

        return null;
    }

    // Found by the look at the disk, each second and before adds; from then on by each call, as it may come back.
    private bool IsFileLost()
    {
        if (_session.Room.Loss is not null)
        {
            _session.Room.Look();
        }

        return _session.Room.Loss is not null;
    }

    private void LookAfterDisk()
    {
        if (_session.Room.Loss is null)
        {
            EmptyLog();
        }

        var trouble = _session.Room.Trouble;
        if (trouble is null != _toldTrouble is null)
        {
            _toldTrouble = trouble;
            if (trouble is null)
            {
                LogRoom(_session.Room.Refused);
                _session.Room.Refused = 0;
            }
            else
            {
                LogNoRoom(trouble);
            }
        }
    }

    private void EmptyLog()
    {
        try
        {
            _session.Room.EmptyLog();
        }
        catch (SqliteException refused)
        {
            // It stays as it is, and is tried again when room is looked for the next time.
            if (_toldTrouble is null)
            {
                LogLogStays(refused.Message);
            }
        }
    }

    private Exception Undo(Exception exception)
    {
        _session.RollBack();
        if (exception is not SqliteException failure)
        {
            LogBroken(exception);
            return exception;
        }

        // What the disk refused is told with the adds that are refused for it: once, and not for each call.
        if (!failure.IsDisk)
        {
            LogRefused(failure);
        }

        _session.Room.Note(failure);
        return new QueueStoreException(
            failure.IsDisk ? "There is no room on the disk, or it cannot be written." : "The database refused the call.",
            failure.IsDisk,
            failure);
    }

    [LoggerMessage(2001, LogLevel.Error, "A command of the store broke off; it was rolled back")]
    private partial void LogBroken(Exception exception);

    [LoggerMessage(2002, LogLevel.Error, "The database refused a group of commands")]
    private partial void LogRefused(Exception exception);

    [LoggerMessage(2003, LogLevel.Error, "Adds are refused: {Reason}")]
    private partial void LogNoRoom(string reason);

    [LoggerMessage(2004, LogLevel.Information, "There is room again, adds go on; {Refused} calls were refused meanwhile")]
    private partial void LogRoom(int refused);

    [LoggerMessage(2005, LogLevel.Warning, "The log could not be brought into the file to win room: {Reason}")]
    private partial void LogLogStays(string reason);
}
