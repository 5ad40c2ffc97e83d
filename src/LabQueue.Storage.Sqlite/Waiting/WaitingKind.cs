namespace LabQueue.Storage.Sqlite.Waiting;

/// <summary>The waiting tasks of one name and action. They share a rank, so a new rank moves all of them at once.</summary>
/// <param name="name">Their name.</param>
/// <param name="action">Their action; null where they have none.</param>
internal sealed class WaitingKind(string name, string? action)
{
    private static readonly IComparer<WaitingTask> InOrder =
        Comparer<WaitingTask>.Create((left, right) => left.Key.CompareTo(right.Key));

    private readonly SortedSet<WaitingTask> _ready = new(InOrder);

    /// <summary>Their name.</summary>
    public string Name { get; } = name;

    /// <summary>Their action.</summary>
    public string? Action { get; } = action;

    /// <summary>Their place in the top-priority list.</summary>
    public required int Rank { get; set; }

    /// <summary>How many wait, for whatever reason.</summary>
    public int Count { get; set; }

    /// <summary>The best one that may be claimed.</summary>
    public WaitingTask? Head { get; private set; }

    /// <summary>Those that may be claimed, in order.</summary>
    public IEnumerable<WaitingTask> Ready => _ready;

    /// <summary>A set of tasks of any kind, in order. To be made anew when a kind in it gets another rank.</summary>
    public static SortedSet<WaitingTask> NewSet(WaitingTask[] tasks) => new(tasks, InOrder);

    /// <summary>One more may be claimed.</summary>
    public void Add(WaitingTask task)
    {
        _ready.Add(task);
        Head = Head is null || task.Key < Head.Key ? task : Head;
    }

    /// <summary>One may be claimed no more.</summary>
    public void Remove(WaitingTask task)
    {
        _ready.Remove(task);
        Head = ReferenceEquals(Head, task) ? _ready.Min : Head;
    }
}
