using System.Collections.Concurrent;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Reading;

/// <summary>Connections that read beside the writer. Each read sees one state of the file, whatever is written meanwhile.</summary>
internal sealed class ReaderPool : IDisposable
{
    private readonly ConcurrentBag<Database> _idle = [];
    private readonly SemaphoreSlim _free;
    private readonly string _file;
    private volatile bool _isClosed;

    public ReaderPool(string file, int size)
    {
        _file = file;
        _free = new SemaphoreSlim(size, size);
    }

    /// <summary>Reads.</summary>
    /// <param name="read">Gets a connection for as long as it runs; a transaction is open.</param>
    /// <param name="cancellationToken">Ends the wait for a connection.</param>
    public async Task<TResult> ReadAsync<TResult>(Func<Database, TResult> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        ObjectDisposedException.ThrowIf(_isClosed, this);
        try
        {
            if (!_idle.TryTake(out var database))
            {
                database = Database.Open(_file, readOnly: true, cacheKilobytes: 1_024);
            }

            try
            {
                database.Prepare("begin").Run();
                return read(database);
            }
            finally
            {
                database.Prepare("rollback").Run();
                _idle.Add(database);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryTake(out var database))
        {
            database.Dispose();
        }

        _free.Dispose();
    }
}
