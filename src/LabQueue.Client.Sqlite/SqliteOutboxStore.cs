using System.Collections.Concurrent;
using LabQueue.Client.Outbox;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Client.Sqlite;

/// <summary>Keeps an outbox in a SQLite file. One process at a time may have the file.</summary>
/// <remarks>A call that completed is on the disk: the file is written with WAL and <c>synchronous=FULL</c>.</remarks>
public sealed class SqliteOutboxStore : IOutboxStore, IDisposable
{
    private const int CacheKilobytes = 2_000;

    private readonly string _path;
    private readonly FileStream _lock;
    private readonly Database _database;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentQueue<KeepWish> _wishes = new();
    private long _waiting;
    private long _refused;

    private SqliteOutboxStore(string path, FileStream held, Database database)
    {
        (_path, _lock, _database) = (path, held, database);
        _waiting = OutboxRows.Number(database, OutboxSql.CountWaiting);
        _refused = OutboxRows.Number(database, OutboxSql.CountRefused);
    }

    /// <summary>Opens a file, or makes it, with its folder.</summary>
    /// <param name="path">The file. Two more lie beside it, <c>-wal</c> and <c>-shm</c>, and a <c>.lock</c>.</param>
    /// <exception cref="OutboxException">Another process has it, it cannot be written, or a newer version made it.</exception>
    public static SqliteOutboxStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream? held = null;
        Database? database = null;
        try
        {
            var full = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            held = Hold(full);
            database = Database.Open(full, readOnly: false, CacheKilobytes);
            Migrate(database, full);
            var store = new SqliteOutboxStore(full, held, database);
            (held, database) = (null, null);
            return store;
        }
        catch (Exception trouble) when (trouble is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new OutboxException($"The outbox {path} cannot be opened: {trouble.Message}", trouble);
        }
        finally
        {
            database?.Dispose();
            held?.Dispose();
        }
    }

    /// <inheritdoc/>
    public async Task KeepAsync(IReadOnlyList<OutboxTask> tasks, CancellationToken cancellationToken)
    {
        var wish = new KeepWish(tasks);
        _wishes.Enqueue(wish);
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more. Who has the turn now may keep it all the same.
            wish.Drop();
            throw;
        }

        try
        {
            if (!wish.Kept.IsCompleted)
            {
                await Task.Run(KeepAll, CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }

        await wish.Kept.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxTask>> NextAsync(int count, CancellationToken cancellationToken) =>
        TakeTurnAsync(() => OutboxRows.Next(_database, count), cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(IReadOnlyList<OutboxTask> tasks, CancellationToken cancellationToken) =>
        WriteAsync(
            () =>
            {
                foreach (var task in tasks)
                {
                    _database.Prepare(OutboxSql.Remove).Bind(task.TaskUid).Run();
                    _waiting -= _database.Changes;
                }

                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task RefuseAsync(OutboxTask task, string reason, DateTimeOffset time, CancellationToken cancellationToken) =>
        WriteAsync(
            () =>
            {
                _database.Prepare(OutboxSql.Refuse).Bind(OutboxRows.Time(time)).Bind(reason).Bind(task.TaskUid).Run();
                return Moved(waiting: -_database.Changes, refused: _database.Changes);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RefusedTask>> RefusedAsync(int count, CancellationToken cancellationToken) =>
        TakeTurnAsync(() => OutboxRows.Refused(_database, count), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ResendAsync(string taskUid, CancellationToken cancellationToken) =>
        WriteAsync(
            () =>
            {
                _database.Prepare(OutboxSql.Resend).Bind(taskUid).Run();
                return Moved(waiting: _database.Changes, refused: -_database.Changes);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ForgetAsync(string taskUid, CancellationToken cancellationToken) =>
        WriteAsync(
            () =>
            {
                _database.Prepare(OutboxSql.Forget).Bind(taskUid).Run();
                return Moved(waiting: 0, refused: -_database.Changes);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<OutboxFigures> FiguresAsync(CancellationToken cancellationToken) =>
        TakeTurnAsync(() => new OutboxFigures(_waiting, OutboxRows.Oldest(_database), _refused), cancellationToken);

    /// <inheritdoc/>
    public Task NoteAsync(OutboxBlock? block, CancellationToken cancellationToken) =>
        WriteAsync(
            () =>
            {
                if (block is null)
                {
                    _database.Prepare(OutboxSql.Unnote).Run();
                }
                else
                {
                    _database.Prepare(OutboxSql.Note)
                        .Bind(block.TaskUid).Bind(block.Reason).Bind(OutboxRows.Time(block.Since)).Run();
                }

                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Wait();
        _database.Dispose();
        _lock.Dispose();
        _turn.Dispose();
    }

    private static FileStream Hold(string path)
    {
        try
        {
            // The system lets go of it when the process ends, however it ends.
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (File.Exists(path + ".lock"))
        {
            throw new IOException("another process has it, and one at a time may", taken);
        }
    }

    private static void Migrate(Database database, string path)
    {
        var version = OutboxRows.KnownVersion(database, path);
        if (version < 1)
        {
            database.Execute(OutboxSql.CreateTask);
        }

        if (version < OutboxSql.Version)
        {
            database.Execute(OutboxSql.CreateBlock);
        }
    }

    private bool Moved(int waiting, int refused)
    {
        _waiting += waiting;
        _refused += refused;
        return refused != 0;
    }

    // Who gets the turn keeps the tasks of all who wait for it: many adds at once cost one sync of the disk.
    private void KeepAll()
    {
        List<KeepWish> wishes = [];
        while (_wishes.TryDequeue(out var wish))
        {
            if (!wish.IsDropped)
            {
                wishes.Add(wish);
            }
        }

        try
        {
            Write(() =>
            {
                foreach (var task in wishes.SelectMany(wish => wish.Tasks))
                {
                    _database.Prepare(OutboxSql.Keep)
                        .Bind(task.TaskUid).Bind(task.Username).Bind(task.Text).Bind(OutboxRows.Time(task.Kept)).Run();
                    _waiting += _database.Changes;
                }

                return true;
            });
        }
        catch (Exception trouble)
        {
            // Whatever it is, it is told to those whose tasks were not kept.
            wishes.ForEach(wish => wish.Fail(trouble is SqliteException failure ? Failed(failure) : trouble));
            return;
        }

        wishes.ForEach(wish => wish.Succeed());
    }

    private Task<TResult> WriteAsync<TResult>(Func<TResult> write, CancellationToken cancellationToken) =>
        TakeTurnAsync(() => Write(write), cancellationToken);

    private TResult Write<TResult>(Func<TResult> write)
    {
        var before = (_waiting, _refused);
        _database.Prepare(OutboxSql.Begin).Run();
        try
        {
            var result = write();
            _database.Prepare(OutboxSql.Commit).Run();
            return result;
        }
        catch
        {
            (_waiting, _refused) = before;
            if (!_database.IsAutocommit)
            {
                _database.Prepare(OutboxSql.Rollback).Run();
            }

            throw;
        }
    }

    private OutboxException Failed(SqliteException trouble) => new($"The outbox {_path} failed: {trouble.Message}", trouble);

    private async Task<TResult> TakeTurnAsync<TResult>(Func<TResult> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The disk may take its time, and the caller may be a thread that draws windows.
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SqliteException trouble)
        {
            throw Failed(trouble);
        }
        finally
        {
            _turn.Release();
        }
    }
}
