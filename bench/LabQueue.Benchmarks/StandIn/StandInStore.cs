using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Benchmarks.StandIn;

/// <summary>
/// Stores tasks as cheaply as SQLite can and still answers only when they are on disk: one table, one partial index, one
/// writer, group commit. No rules, lanes, history, counters, events or unique uids.
/// </summary>
internal sealed class StandInStore : IDisposable
{
    private const string Schema = """
        create table task (
          id integer primary key,
          uid text not null,
          name text not null,
          context_uid text not null,
          priority integer not null,
          created real not null,
          state integer not null,
          consumer text,
          payload blob not null
        );
        create index task_next on task (priority, id) where state = 2;
        """;

    private const string Insert =
        "insert into task (uid, name, context_uid, priority, created, state, payload) values (?, ?, ?, ?, ?, 2, ?)";

    private const string Take = """
        update task set state = 3, consumer = ?
        where id in (select id from task indexed by task_next where state = 2 order by priority, id limit ?)
        returning id, payload
        """;

    private const string Finish = "update task set state = 4 where id = ?";

    private readonly Database _database;
    private readonly object _gate = new();
    private readonly Queue<StandInCommand> _waiting = new();
    private readonly Thread _thread;
    private bool _isClosed;

    public StandInStore(string folder)
    {
        // As the store opens its file: WAL, synchronous=FULL.
        _database = Database.Open(Path.Combine(folder, "standin.db"), readOnly: false, cacheKilobytes: 32 * 1_024);
        _database.Execute(Schema);
        _thread = new Thread(Work) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Adds tasks.</summary>
    public Task<byte[]> AddAsync(IReadOnlyList<StandInTask> tasks) => Post(database =>
    {
        foreach (var task in tasks)
        {
            database.Prepare(Insert)
                .Bind(task.TaskUid).Bind(task.Name).Bind(task.ContextUid).Bind(task.Priority).Bind((double?)task.Created)
                .BindBytes(task.Payload.Span)
                .Run();
        }

        return "{\"success\":true}"u8.ToArray();
    });

    /// <summary>Notes that tasks are done, and gives out the next ones.</summary>
    public Task<byte[]> FinishAndTakeAsync(IReadOnlyList<long> finished, string consumer, int count, bool asList) => Post(database =>
    {
        foreach (var id in finished)
        {
            database.Prepare(Finish).Bind(id).Run();
        }

        return count == 0 ? "{}"u8.ToArray() : StandInAnswer.Write(database.Prepare(Take).Bind(consumer).Bind(count), asList);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _database.Dispose();
    }

    private Task<byte[]> Post(Func<Database, byte[]> run)
    {
        var command = new StandInCommand(run);
        lock (_gate)
        {
            _waiting.Enqueue(command);
            Monitor.Pulse(_gate);
        }

        return command.Answer;
    }

    private void Work()
    {
        var group = new List<StandInCommand>();
        while (TryTake(group))
        {
            _database.Prepare("begin immediate").Run();
            group.ForEach(command => command.Run(_database));
            _database.Prepare("commit").Run();
            group.ForEach(command => command.Succeed());
            group.Clear();
        }
    }

    private bool TryTake(List<StandInCommand> group)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_gate);
            }

            while (_waiting.TryDequeue(out var command))
            {
                group.Add(command);
            }

            return group.Count > 0;
        }
    }
}
