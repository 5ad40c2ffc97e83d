using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Search;

/// <summary>What changed in the queue's file since the index looked, a batch at a time.</summary>
/// <param name="queue">A connection that reads the queue's file.</param>
internal sealed class SearchSource(Database queue)
{
    private static readonly QueueTaskStatus[] Ends =
    [
        QueueTaskStatus.Failed, QueueTaskStatus.Done, QueueTaskStatus.Cancelled, QueueTaskStatus.Deleted,
    ];

    /// <summary>Reads the next changes.</summary>
    /// <param name="sites">Numbers of the sites.</param>
    /// <param name="after">What the index has: all up to that number.</param>
    /// <param name="until">What is on disk: all up to that number.</param>
    /// <param name="most">How many changes of a kind to read.</param>
    public SearchBatch Read(IEnumerable<int> sites, long after, long until, int most)
    {
        queue.Prepare("begin").Run();
        try
        {
            var changes = new List<(long Number, long Task)>();
            var reached = Gather(changes, queue.Prepare(SearchSql.Added).Bind(after).Bind(until).Bind(most), most, until, row =>
            {
                var id = row.Int64();
                return (id, id);
            });
            reached = Gather(changes, queue.Prepare(SearchSql.Changed).Bind(after).Bind(until).Bind(most), most, reached, ReadPair);
            foreach (var site in sites)
            {
                foreach (var status in Ends)
                {
                    var row = queue.Prepare(SearchSql.Ended).Bind(site).Bind((long)status).Bind(after).Bind(until).Bind(most);
                    reached = Gather(changes, row, most, reached, ReadPair);
                }
            }

            // A kind of which there was too much ends the batch for all: what lies behind that comes with the next one.
            var ids = changes.Where(change => change.Number <= reached).Select(change => change.Task).Distinct();
            return new SearchBatch(reached, [.. ids.Select(id => (id, Find(id)))]);
        }
        finally
        {
            queue.Prepare("rollback").Run();
        }
    }

    /// <summary>Which of these rows of the index belong to tasks that are not there any more.</summary>
    public List<long> Gone(IEnumerable<(long Row, long Task)> rows)
    {
        var gone = new List<long>();
        foreach (var (number, task) in rows)
        {
            var row = queue.Prepare(SearchSql.EndOf).Bind(task);
            if (!row.Step() || row.Int64() is var end && number != (end == 0 ? task : end))
            {
                gone.Add(number);
            }

            row.Stop();
        }

        return gone;
    }

    private static (long Number, long Task) ReadPair(Statement row) => (row.Int64(), row.Int64());

    private static long Gather(
        List<(long Number, long Task)> changes, Statement row, int most, long reached, Func<Statement, (long Number, long Task)> read)
    {
        var found = 0;
        while (row.Step())
        {
            changes.Add(read(row));
            found++;
        }

        return found == most ? Math.Min(reached, changes[^1].Number) : reached;
    }

    private IndexedTask? Find(long id)
    {
        var row = queue.Prepare(SearchSql.Task).Bind(id);
        var task = row.Step()
            ? new IndexedTask(
                row.Int64(), row.Int32(), TaskColumns.StatusOf(row.Int32()), row.Int64(), row.Text(), row.Text(), row.Text(),
                row.Text(), row.Text(), row.Int32(), row.Bool(), row.TextOrNull())
            : null;
        row.Stop();
        return task;
    }
}
