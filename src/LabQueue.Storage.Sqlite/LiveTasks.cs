namespace LabQueue.Storage.Sqlite;

/// <summary>The row of each uid that a site's queue has.</summary>
/// <remarks>
/// Uids come in no order, so an index of them in the file would cost a page of log each, more than the task itself (decision
/// 0009). Changed by the writer, taken back with the group. <see cref="Find"/> is for
/// every thread: it may name a task that has just left the queue or is not on disk yet, never none for one that is there, so
/// whoever asks reads the row and looks.
/// </remarks>
internal sealed class LiveTasks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UidKey, long> _rows = [];
    private readonly Stack<(UidKey Uid, long Before)> _entered = [];
    private readonly List<(UidKey Uid, long Id)> _left = [];

    /// <summary>The row of a uid; null where the queue has none. Safe from every thread.</summary>
    public long? Find(string uid)
    {
        if (UidKey.Of(uid) is not { } key)
        {
            return null;
        }

        lock (_gate)
        {
            return _rows.TryGetValue(key, out var id) ? id : null;
        }
    }

    /// <summary>A task came into the queue.</summary>
    public void Enter(long id, string uid)
    {
        var key = KeyOf(uid);
        lock (_gate)
        {
            _entered.Push((key, _rows.GetValueOrDefault(key)));
            _rows[key] = id;
        }
    }

    /// <summary>A task left the queue. It is found until that is on disk.</summary>
    public void Leave(long id, string uid) => _left.Add((KeyOf(uid), id));

    /// <summary>The site has no tasks any more.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (var (uid, id) in _rows)
            {
                _left.Add((uid, id));
            }
        }
    }

    /// <summary>The group is on disk.</summary>
    public void Keep()
    {
        _entered.Clear();
        if (_left.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var (uid, id) in _left)
            {
                if (_rows.GetValueOrDefault(uid) == id)
                {
                    _rows.Remove(uid);
                }
            }
        }

        _left.Clear();
    }

    /// <summary>The group was rolled back.</summary>
    public void Undo()
    {
        lock (_gate)
        {
            while (_entered.TryPop(out var entered))
            {
                if (entered.Before == 0)
                {
                    _rows.Remove(entered.Uid);
                }
                else
                {
                    _rows[entered.Uid] = entered.Before;
                }
            }
        }

        _left.Clear();
    }

    private static UidKey KeyOf(string uid) => UidKey.Of(uid) ?? throw new ArgumentException($"'{uid}' is no uid.", nameof(uid));
}
