namespace LabQueue.Storage.Sqlite.Waiting;

/// <summary>Waiting tasks whose row in the file has the rank of an older top-priority list; only lists read it.</summary>
internal sealed class StaleRanks
{
    private readonly Queue<long> _rows = new();
    private int _written;

    /// <summary>Rows to write anew.</summary>
    public void Add(IEnumerable<long> rows)
    {
        foreach (var row in rows)
        {
            _rows.Enqueue(row);
        }
    }

    /// <summary>The next rows, which are written with this group.</summary>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<long> Take(int count)
    {
        long[] next = [.. _rows.Skip(_written).Take(count)];
        _written += next.Length;
        return next;
    }

    /// <summary>The group is on disk.</summary>
    public void Keep()
    {
        for (; _written > 0; _written--)
        {
            _rows.Dequeue();
        }
    }

    /// <summary>The group was rolled back.</summary>
    public void Undo() => _written = 0;
}
