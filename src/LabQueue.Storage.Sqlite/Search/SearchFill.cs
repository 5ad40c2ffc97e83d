using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Search;

/// <summary>Brings the index up to what the queue's file has, a batch at a time.</summary>
internal sealed class SearchFill : IDisposable
{
    private const int Batch = 500;
    private const int RowsPerLook = 500;

    private readonly Database _index;
    private readonly Database _queue;
    private readonly SearchSource _source;
    private long _lookedAt;

    /// <summary>Opens the index of a queue.</summary>
    public SearchFill(SqliteStoreOptions options)
    {
        _queue = Database.Open(options.File, readOnly: true, cacheKilobytes: 512);
        try
        {
            _index = SearchFile.Open(options.IndexFile, _queue);
        }
        catch
        {
            _queue.Dispose();
            throw;
        }

        _source = new SearchSource(_queue);
        Cursor = SearchFile.ReadCursor(_index);
    }

    /// <summary>All up to that number is in the index.</summary>
    public long Cursor { get; private set; }

    /// <summary>Takes in the next changes.</summary>
    /// <param name="sites">Numbers of the sites.</param>
    /// <param name="until">What is on disk: all up to that number.</param>
    public void Step(IEnumerable<int> sites, long until)
    {
        var batch = _source.Read(sites, Cursor, until, Batch);

        // A crash before the commit leaves rows and cursor as they were: the same changes are taken in once more.
        Change(() =>
        {
            foreach (var (id, task) in batch.Tasks)
            {
                Take(id, task, batch.Reached);
            }

            _index.Prepare(SearchSql.SetCursor).Bind(batch.Reached).Run();
        });
        Cursor = batch.Reached;
    }

    /// <summary>Goes on through the index, and takes out what is not in the queue's file any more.</summary>
    /// <returns>Whether all was gone through; the next call begins anew.</returns>
    public bool DropGone()
    {
        var rows = new List<(long Row, long Task)>();
        var row = _index.Prepare(SearchSql.Rows).Bind(_lookedAt).Bind(RowsPerLook);
        while (row.Step())
        {
            rows.Add((row.Int64(), row.Int64()));
        }

        if (_source.Gone(rows) is { Count: > 0 } gone)
        {
            Change(() => gone.ForEach(Remove));
        }

        var isThrough = rows.Count < RowsPerLook;
        _lookedAt = isThrough ? 0 : rows[^1].Row;
        return isThrough;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        _queue.Dispose();
    }

    private void Take(long id, IndexedTask? task, long reached)
    {
        if (task?.End > reached)
        {
            // Its end comes with a later batch, and needs to be taken in only once.
            return;
        }

        if (task is not { End: 0 })
        {
            Remove(id);
        }

        if (task is not null)
        {
            _index.Prepare(SearchSql.Put).Bind(task.Row).Bind(id).Bind(SearchTerms.Of(task)).Run();
        }
    }

    private void Remove(long row) => _index.Prepare(SearchSql.Remove).Bind(row).Run();

    private void Change(Action change)
    {
        _index.Prepare("begin immediate").Run();
        try
        {
            change();
            _index.Prepare("commit").Run();
        }
        catch
        {
            if (!_index.IsAutocommit)
            {
                _index.Execute("rollback");
            }

            throw;
        }
    }
}
