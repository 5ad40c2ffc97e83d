namespace LabQueue.Storage.Sqlite.Waiting;

/// <summary>The waiting tasks of a lane. None of them may be claimed while a task of the lane runs.</summary>
/// <param name="key">Exclusion key.</param>
/// <param name="place">The place that counts for the classic rule; null for tasks that the rule does not know.</param>
internal sealed class WaitingLane(string key, string? place)
{
    // Most lanes have one task: the set is made when a second one comes.
    private SortedSet<WaitingTask>? _behind;

    /// <summary>Exclusion key.</summary>
    public string Key { get; } = key;

    /// <summary>The place that counts for the classic rule.</summary>
    public string? Place { get; } = place;

    /// <summary>How many wait, for whatever reason.</summary>
    public int Count { get; set; }

    /// <summary>The one that may be claimed; null while a task of the lane runs.</summary>
    public WaitingTask? Head { get; set; }

    /// <summary>The best of those that wait behind it, or behind what runs.</summary>
    public WaitingTask? Next => _behind?.Min;

    /// <summary>One more waits behind the head.</summary>
    public void Add(WaitingTask task) => (_behind ??= WaitingKind.NewSet([])).Add(task);

    /// <summary>One waits there no more.</summary>
    public void Remove(WaitingTask task) => _behind?.Remove(task);

    /// <summary>Puts those that wait behind the head in order again where a kind of them has a new rank.</summary>
    public void Sort(HashSet<WaitingKind> reranked)
    {
        if (_behind?.Any(task => reranked.Contains(task.Kind)) == true)
        {
            _behind = WaitingKind.NewSet([.. _behind]);
        }
    }
}
