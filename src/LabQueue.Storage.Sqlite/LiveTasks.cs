using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite;

/// <summary>Where the tasks that a site's queue has lie in the file: by uid, by lane, and what waits.</summary>
/// <remarks>
/// Uids, lanes and contexts come in no order, so an index of them in the file would cost a page of log each, more than the
/// task itself; here they cost some 100 bytes of memory a task. Texts are kept as <see cref="TextKey"/>. Changed
/// by the writer, taken back with the group. <see cref="Find"/> is for every thread: it may name a task that has just left the
/// queue or is not on disk yet, never none for one that is there, so whoever asks reads the row and looks.
/// </remarks>
internal sealed class LiveTasks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, long> _uids = [];
    private readonly Dictionary<UInt128, long> _heads = [];
    private readonly Dictionary<UInt128, long> _blocked = [];
    private readonly Dictionary<UInt128, long> _waiting = [];
    private readonly Stack<(Dictionary<UInt128, long> Table, UInt128 Key, long Before)> _changes = [];
    private readonly List<(UInt128 Uid, long Id)> _left = [];

    /// <summary>Reads the tasks of a site. Once, at start.</summary>
    public static LiveTasks Read(Database database, int site)
    {
        var live = new LiveTasks();
        var row = database.Prepare(Sql.Live).Bind(site);
        while (row.Step())
        {
            var id = row.Int64();
            live.Enter(id, (TaskState)row.Int32(), row.TextOrNull(), row.Text(), row.Text(), row.Text());

            // At once: what could be taken back of a million tasks would take more room than they.
            live.Keep();
        }

        return live;
    }

    /// <summary>The row of a uid; null where the queue has none. Safe from every thread.</summary>
    public long? Find(string uid)
    {
        var key = TextKey.Of(uid);
        lock (_gate)
        {
            return _uids.TryGetValue(key, out var id) ? id : null;
        }
    }

    /// <summary>The ready task of a lane; null where there is none.</summary>
    public long? Head(string laneKey) => _heads.TryGetValue(TextKey.Of(laneKey), out var id) ? id : null;

    /// <summary>Whether tasks wait behind another one of their lane.</summary>
    public bool HasBlocked(string laneKey) => _blocked.ContainsKey(TextKey.Of(laneKey));

    /// <summary>Whether a task of that name waits for that context.</summary>
    public bool IsWaiting(string contextUid, string name) => _waiting.ContainsKey(TextKey.Of(contextUid, name));

    /// <summary>A task came into the queue.</summary>
    public void Enter(TaskRow row) =>
        Enter(row.Id, row.State, row.LaneKey, row.Task.TaskUid, row.Task.ContextUid, row.Task.Name);

    /// <summary>A task changes its state.</summary>
    /// <param name="row">The task as it was.</param>
    /// <param name="state">Its state from now on.</param>
    public void Move(TaskRow row, TaskState state)
    {
        MoveInLane(row.Id, row.LaneKey, row.State, state);
        if (IsWaitingState(row.State) != IsWaitingState(state))
        {
            Count(_waiting, TextKey.Of(row.Task.ContextUid, row.Task.Name), IsWaitingState(state) ? 1 : -1);
        }

        if (state >= TaskState.Done)
        {
            _left.Add((TextKey.Of(row.Task.TaskUid), row.Id));
        }
    }

    /// <summary>A waiting task comes to the head of its lane, or gives way; one of those behind it comes or goes.</summary>
    public void MoveInLane(long id, string? laneKey, TaskState before, TaskState state)
    {
        if (laneKey is null || before == state)
        {
            return;
        }

        var key = TextKey.Of(laneKey);
        if (state == TaskState.Ready)
        {
            Put(_heads, key, id);
        }
        else if (before == TaskState.Ready && _heads.GetValueOrDefault(key) == id)
        {
            Put(_heads, key, 0);
        }

        if ((before == TaskState.Blocked) != (state == TaskState.Blocked))
        {
            Count(_blocked, key, state == TaskState.Blocked ? 1 : -1);
        }
    }

    /// <summary>The site has no tasks any more.</summary>
    public void Clear()
    {
        foreach (var table in (Dictionary<UInt128, long>[])[_uids, _heads, _blocked, _waiting])
        {
            foreach (var key in table.Keys.ToArray())
            {
                Put(table, key, 0);
            }
        }
    }

    /// <summary>The group is on disk.</summary>
    public void Keep()
    {
        _changes.Clear();
        if (_left.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var (uid, id) in _left)
            {
                if (_uids.GetValueOrDefault(uid) == id)
                {
                    _uids.Remove(uid);
                }
            }
        }

        _left.Clear();
    }

    /// <summary>The group was rolled back.</summary>
    public void Undo()
    {
        while (_changes.TryPop(out var change))
        {
            Set(change.Table, change.Key, change.Before);
        }

        _left.Clear();
    }

    private void Enter(long id, TaskState state, string? laneKey, string uid, string contextUid, string name)
    {
        Put(_uids, TextKey.Of(uid), id);
        MoveInLane(id, laneKey, TaskState.Later, state);
        if (IsWaitingState(state))
        {
            Count(_waiting, TextKey.Of(contextUid, name), 1);
        }
    }

    private void Count(Dictionary<UInt128, long> table, UInt128 key, long change) =>
        Put(table, key, table.GetValueOrDefault(key) + change);

    private void Put(Dictionary<UInt128, long> table, UInt128 key, long value)
    {
        _changes.Push((table, key, table.GetValueOrDefault(key)));
        Set(table, key, value);
    }

    // Nothing is 0: rows are numbered from 1, and what is counted is there.
    private void Set(Dictionary<UInt128, long> table, UInt128 key, long value)
    {
        lock (_gate)
        {
            if (value == 0)
            {
                table.Remove(key);
            }
            else
            {
                table[key] = value;
            }
        }
    }

    private static bool IsWaitingState(TaskState state) => state <= TaskState.Later;
}
