namespace LabQueue.Storage.Sqlite;

/// <summary>The ends of a site's history by uid, in memory, as <see cref="LiveTasks"/> has those that are in the queue.</summary>
/// <remarks>
/// Uids come in no order; an index of them in the file would cost a page of log for each end. The history has a number made of
/// each uid (<see cref="TextKey.Short"/>), so that a start reads narrow rows only. Changed by the writer, taken back with the
/// group. An entry may name an end that is not on disk yet, or one of another uid, so whoever asks reads the history and looks.
/// </remarks>
internal sealed class EndedTasks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, long> _newest = [];

    // Hardly a uid ends twice: removed, and added again.
    private readonly Dictionary<long, List<long>> _older = [];
    private readonly Stack<(long Uid, long Number, bool IsAdded)> _changes = [];

    /// <summary>The numbers of the ends that a uid may have, newest first. Safe from every thread.</summary>
    public IReadOnlyList<long> Find(string uid)
    {
        var key = TextKey.Short(uid);
        lock (_gate)
        {
            return !_newest.TryGetValue(key, out var newest) ? []
                : _older.TryGetValue(key, out var older) ? [newest, .. older.OrderDescending()]
                : [newest];
        }
    }

    /// <summary>A task left the queue.</summary>
    /// <param name="uid">The number made of its uid.</param>
    /// <param name="number">Number of the end.</param>
    public void Add(long uid, long number)
    {
        _changes.Push((uid, number, true));
        Put(uid, number);
    }

    /// <summary>The history forgets an end.</summary>
    /// <param name="uid">The number made of its uid.</param>
    /// <param name="number">Number of the end.</param>
    public void Remove(long uid, long number)
    {
        _changes.Push((uid, number, false));
        Take(uid, number);
    }

    /// <summary>The group is on disk.</summary>
    public void Keep() => _changes.Clear();

    /// <summary>The group was rolled back.</summary>
    public void Undo()
    {
        while (_changes.TryPop(out var change))
        {
            if (change.IsAdded)
            {
                Take(change.Uid, change.Number);
            }
            else
            {
                Put(change.Uid, change.Number);
            }
        }
    }

    private void Put(long uid, long number)
    {
        lock (_gate)
        {
            if (_newest.TryGetValue(uid, out var before))
            {
                if (!_older.TryGetValue(uid, out var older))
                {
                    _older.Add(uid, older = []);
                }

                older.Add(Math.Min(before, number));
            }

            _newest[uid] = Math.Max(before, number);
        }
    }

    private void Take(long uid, long number)
    {
        lock (_gate)
        {
            if (_older.TryGetValue(uid, out var older))
            {
                if (!older.Remove(number))
                {
                    _newest[uid] = older.Max();
                    older.Remove(_newest[uid]);
                }

                if (older.Count == 0)
                {
                    _older.Remove(uid);
                }
            }
            else
            {
                _newest.Remove(uid);
            }
        }
    }
}
