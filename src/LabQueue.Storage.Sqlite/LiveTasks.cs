using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite;

/// <summary>Where the tasks that a site's queue has lie in the file: by uid, by lane, and which of them wait for what.</summary>
/// <remarks>
/// Uids, lanes and contexts come in no order, so an index of them in the file would cost a page of log each, more than the
/// task itself; here they cost some 100 bytes of memory a task. Texts are kept as the first 128 bits of their SHA-256. Changed
/// by the writer, taken back with the group. <see cref="Find"/> is for every thread: it may name a task that has just left the
/// queue or is not on disk yet, never none for one that is there, so whoever asks reads the row and looks.
/// </remarks>
internal sealed class LiveTasks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, long> _uids = [];
    private readonly Dictionary<UInt128, long> _heads = [];
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
        }

        live._changes.Clear();
        return live;
    }

    /// <summary>The row of a uid; null where the queue has none. Safe from every thread.</summary>
    public long? Find(string uid)
    {
        var key = KeyOf(uid);
        lock (_gate)
        {
            return _uids.TryGetValue(key, out var id) ? id : null;
        }
    }

    /// <summary>The ready task of a lane; null where there is none.</summary>
    public long? Head(string laneKey) => _heads.TryGetValue(KeyOf(laneKey), out var id) ? id : null;

    /// <summary>Whether a task of that name waits for that context.</summary>
    public bool IsWaiting(string contextUid, string name) => _waiting.ContainsKey(KeyOf(contextUid, name));

    /// <summary>A task came into the queue.</summary>
    public void Enter(TaskRow row) =>
        Enter(row.Id, row.State, row.LaneKey, row.Task.TaskUid, row.Task.ContextUid, row.Task.Name);

    /// <summary>A task changes its state.</summary>
    /// <param name="row">The task as it was.</param>
    /// <param name="state">Its state from now on.</param>
    public void Move(TaskRow row, TaskState state)
    {
        MoveHead(row.Id, row.LaneKey, row.State, state);
        if (IsWaitingState(row.State) != IsWaitingState(state))
        {
            Count(KeyOf(row.Task.ContextUid, row.Task.Name), IsWaitingState(state) ? 1 : -1);
        }

        if (state >= TaskState.Done)
        {
            _left.Add((KeyOf(row.Task.TaskUid), row.Id));
        }
    }

    /// <summary>A waiting task comes to the head of its lane, or gives way.</summary>
    public void MoveHead(long id, string? laneKey, TaskState before, TaskState state)
    {
        if (laneKey is null || (before == TaskState.Ready) == (state == TaskState.Ready))
        {
            return;
        }

        var key = KeyOf(laneKey);
        if (state == TaskState.Ready)
        {
            Put(_heads, key, id);
        }
        else if (_heads.GetValueOrDefault(key) == id)
        {
            Put(_heads, key, 0);
        }
    }

    /// <summary>The site has no tasks any more.</summary>
    public void Clear()
    {
        foreach (var table in (Dictionary<UInt128, long>[])[_uids, _heads, _waiting])
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
        Put(_uids, KeyOf(uid), id);
        MoveHead(id, laneKey, TaskState.Later, state);
        if (IsWaitingState(state))
        {
            Count(KeyOf(contextUid, name), 1);
        }
    }

    private void Count(UInt128 key, long change) => Put(_waiting, key, _waiting.GetValueOrDefault(key) + change);

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

    private static UInt128 KeyOf(string text) => KeyOf(text, string.Empty);

    // The two are told apart by the length of the first.
    private static UInt128 KeyOf(string first, string second)
    {
        var length = first.Length + second.Length + 2;
        char[]? rented = null;
        var texts = length <= 256 ? stackalloc char[256] : (rented = ArrayPool<char>.Shared.Rent(length));
        texts[0] = (char)first.Length;
        texts[1] = (char)(first.Length >> 16);
        first.CopyTo(texts[2..]);
        second.CopyTo(texts[(2 + first.Length)..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(texts[..length]), hash);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return MemoryMarshal.Read<UInt128>(hash);
    }
}
