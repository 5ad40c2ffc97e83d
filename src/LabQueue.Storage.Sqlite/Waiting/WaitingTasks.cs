using System.Runtime.InteropServices;
using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite.Waiting;

/// <summary>The waiting tasks of a site, in memory: what may be claimed and in which order, and why the others wait.</summary>
/// <remarks>
/// The file only says that a task waits: whether it may be claimed follows from the time, the order and what runs. So the head
/// of a lane changes without a write (decision 0012). Changed by the writer alone, and taken back with the group.
/// </remarks>
internal sealed class WaitingTasks
{
    private const long None = long.MinValue;

    private static readonly IComparer<WaitingTask> ByTime = Comparer<WaitingTask>.Create(
        (left, right) => (left.ReadyAt, left.Id).CompareTo((right.ReadyAt, right.Id)));

    private static readonly IComparer<WaitingKind> ByHead = Comparer<WaitingKind>.Create(
        (left, right) => left.Head!.Key.CompareTo(right.Head!.Key));

    private readonly Dictionary<long, WaitingTask> _tasks = [];
    private readonly Dictionary<string, List<WaitingKind>> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Uid, string Name), WaitingContext> _contexts = [];
    private readonly Dictionary<string, WaitingLane> _lanes = new(StringComparer.Ordinal);
    private readonly SortedSet<WaitingTask> _later = new(ByTime);
    private readonly OldestTask _ages = new();
    private readonly Stack<(WaitingTask Task, WaitingState Before)> _changes = [];
    private SortedSet<WaitingKind> _claimable = new(ByHead);
    private long _oldest = None;

    /// <summary>When the oldest task was made, as the file has it; null while none waits. Safe from every thread.</summary>
    public DateTimeOffset? Oldest => Volatile.Read(ref _oldest) is var oldest and not None ? UnixTime.FromMicroseconds(oldest) : null;

    /// <summary>How many tasks of each name wait.</summary>
    public IEnumerable<(string Name, int Count)> CountByName() =>
        _kinds.Select(kinds => (kinds.Key, kinds.Value.Sum(kind => kind.Count)));

    /// <summary>The waiting task of a row; null where that row does not wait.</summary>
    public WaitingTask? Find(long id) => _tasks.GetValueOrDefault(id);

    /// <summary>Whether a task of that name waits for that context.</summary>
    public bool IsWaiting(string contextUid, string name) => _contexts.ContainsKey((contextUid, name));

    /// <summary>The kind of a name and an action: the one that tasks share, or else a new one.</summary>
    public WaitingKind KindOf(string name, string? action, IReadOnlyList<string> topPriorityTasks) =>
        _kinds.GetValueOrDefault(name)?.Find(kind => kind.Action == action)
            ?? new WaitingKind(name, action) { Rank = TaskOrder.Rank(name, action, topPriorityTasks) };

    /// <summary>A task comes into the queue, or back into it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="isLaneBusy">Whether a task of its lane runs.</param>
    /// <param name="now">The time.</param>
    /// <returns>The task that may be claimed because of that: itself, or a better one of its lane; null where there is none.</returns>
    public WaitingTask? Enter(WaitingTask task, bool isLaneBusy, DateTimeOffset now)
    {
        if (task.ReadyAt > now.ToMicroseconds())
        {
            Move(task, WaitingState.Later);
            return null;
        }

        if (task.Lane is null || (!isLaneBusy && _lanes.GetValueOrDefault(task.Lane.Key) is null or { Head: null, Next: null }))
        {
            Move(task, WaitingState.Ready);
            return task;
        }

        Move(task, WaitingState.Behind);
        return isLaneBusy ? null : Elect(task.Lane);
    }

    /// <summary>A task was claimed, or left the queue.</summary>
    public void Leave(long id)
    {
        if (_tasks.TryGetValue(id, out var task))
        {
            Move(task, WaitingState.Gone);
        }
    }

    /// <summary>Brings the best task of a lane of which none runs to its head.</summary>
    /// <returns>The one that came there; null where the head stays, or none waits.</returns>
    public WaitingTask? Elect(string laneKey) => _lanes.TryGetValue(laneKey, out var lane) ? Elect(lane) : null;

    /// <summary>The earliest of the tasks whose time has come; it is yet to <see cref="Enter"/>. Null where there is none.</summary>
    public WaitingTask? TakeDue(DateTimeOffset now)
    {
        if (_later.Min is not { } next || next.ReadyAt > now.ToMicroseconds())
        {
            return null;
        }

        Move(next, WaitingState.Gone);
        return next;
    }

    /// <summary>The first task in the queue's order that may be claimed.</summary>
    /// <param name="names">Names to choose from; none: all.</param>
    /// <param name="isHeldBack">Whether something else keeps a task from being claimed.</param>
    public WaitingTask? First(IReadOnlyCollection<string> names, Func<WaitingTask, bool> isHeldBack)
    {
        IEnumerable<WaitingKind> kinds = names.Count == 0
            ? _claimable
            : names.SelectMany(name => _kinds.GetValueOrDefault(name) ?? []).Where(kind => kind.Head is not null).Order(ByHead);
        WaitingTask? first = null;
        foreach (var kind in kinds)
        {
            if (first?.Key < kind.Head!.Key)
            {
                break;
            }

            var own = isHeldBack(kind.Head!) ? kind.Ready.FirstOrDefault(task => !isHeldBack(task)) : kind.Head;
            first = first is null || own?.Key < first.Key ? own ?? first : first;
        }

        return first;
    }

    /// <summary>The top-priority list changed.</summary>
    /// <returns>The waiting tasks whose rank is another one now.</returns>
    public IReadOnlyList<WaitingTask> SetRanks(IReadOnlyList<string> topPriorityTasks)
    {
        var reranked = new HashSet<WaitingKind>();
        foreach (var kind in _kinds.Values.SelectMany(kinds => kinds))
        {
            var rank = TaskOrder.Rank(kind.Name, kind.Action, topPriorityTasks);
            if (rank != kind.Rank)
            {
                kind.Rank = rank;
                reranked.Add(kind);
            }
        }

        if (reranked.Count == 0)
        {
            return [];
        }

        _claimable = new SortedSet<WaitingKind>(_claimable.ToArray(), ByHead);
        foreach (var lane in _lanes.Values)
        {
            lane.Sort(reranked);
            if (lane.Head is not null)
            {
                Elect(lane);
            }
        }

        return [.. _tasks.Values.Where(task => reranked.Contains(task.Kind))];
    }

    /// <summary>The site has no tasks any more.</summary>
    public void Clear()
    {
        foreach (var task in _tasks.Values.ToArray())
        {
            Move(task, WaitingState.Gone);
        }
    }

    /// <summary>The group is on disk.</summary>
    public void Keep()
    {
        _changes.Clear();
        Volatile.Write(ref _oldest, _ages.Find(_tasks)?.Created ?? None);
    }

    /// <summary>The group was rolled back.</summary>
    public void Undo()
    {
        while (_changes.TryPop(out var change))
        {
            Put(change.Task, change.Before);
        }
    }

    private WaitingTask? Elect(WaitingLane lane)
    {
        if (lane.Next is not { } next || lane.Head?.Key < next.Key)
        {
            return null;
        }

        if (lane.Head is { } head)
        {
            Move(head, WaitingState.Behind);
        }

        Move(next, WaitingState.Ready);
        return next;
    }

    private void Move(WaitingTask task, WaitingState state)
    {
        _changes.Push((task, task.State));
        Put(task, state);
    }

    private void Put(WaitingTask task, WaitingState state)
    {
        switch (task.State)
        {
            case WaitingState.Gone:
                Include(task);
                break;
            case WaitingState.Later:
                _later.Remove(task);
                break;
            case WaitingState.Behind:
                task.Lane?.Remove(task);
                break;
            case WaitingState.Ready:
                SetClaimable(task, claimable: false);
                break;
        }

        task.State = state;
        switch (state)
        {
            case WaitingState.Gone:
                Exclude(task);
                break;
            case WaitingState.Later:
                _later.Add(task);
                break;
            case WaitingState.Behind:
                task.Lane?.Add(task);
                break;
            case WaitingState.Ready:
                SetClaimable(task, claimable: true);
                break;
        }
    }

    // Tasks share what is the same of them. What they bring along is used where it is not there yet, or no more.
    private void Include(WaitingTask task)
    {
        _tasks.Add(task.Id, task);
        _ages.Add(task);
        if (!_kinds.TryGetValue(task.Kind.Name, out var kinds))
        {
            _kinds.Add(task.Kind.Name, kinds = []);
        }

        var own = task.Kind;
        if (kinds.Find(kind => kind.Action == own.Action) is { } known)
        {
            task.Kind = known;
        }
        else
        {
            kinds.Add(own);
        }

        task.Context = Share(_contexts, (task.Context.Uid, task.Context.Name), task.Context);
        task.Kind.Count++;
        task.Context.Count++;
        if (task.Lane is { } lane)
        {
            task.Lane = Share(_lanes, lane.Key, lane);
            task.Lane.Count++;
        }
    }

    private void Exclude(WaitingTask task)
    {
        _tasks.Remove(task.Id);
        if (--task.Context.Count == 0)
        {
            _contexts.Remove((task.Context.Uid, task.Context.Name));
        }

        if (task.Lane is { } lane && --lane.Count == 0)
        {
            _lanes.Remove(lane.Key);
        }

        if (--task.Kind.Count == 0)
        {
            var kinds = _kinds[task.Kind.Name];
            kinds.Remove(task.Kind);
            if (kinds.Count == 0)
            {
                _kinds.Remove(task.Kind.Name);
            }
        }
    }

    private static T Share<TKey, T>(Dictionary<TKey, T> known, TKey key, T own)
        where TKey : notnull
    {
        ref var shared = ref CollectionsMarshal.GetValueRefOrAddDefault(known, key, out var isKnown);
        return isKnown ? shared! : shared = own;
    }

    // A kind stands among the others by its head, so it steps out of the line while its head changes.
    private void SetClaimable(WaitingTask task, bool claimable)
    {
        var kind = task.Kind;
        var isHeadChanged = claimable ? kind.Head is null || task.Key < kind.Head.Key : ReferenceEquals(kind.Head, task);
        if (isHeadChanged && kind.Head is not null)
        {
            _claimable.Remove(kind);
        }

        if (claimable)
        {
            kind.Add(task);
        }
        else
        {
            kind.Remove(task);
        }

        if (isHeadChanged && kind.Head is not null)
        {
            _claimable.Add(kind);
        }

        if (task.Lane is { } lane)
        {
            lane.Head = claimable ? task : null;
        }
    }
}
