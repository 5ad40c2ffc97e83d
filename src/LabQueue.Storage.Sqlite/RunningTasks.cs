using System.Collections.Concurrent;
using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite;

/// <summary>The running tasks of a site, in memory: who has what, which names, places and lanes run, what ends when.</summary>
/// <remarks>Owned by the writer, made anew from the file at start and after a roll-back. Only leases are read by others.</remarks>
internal sealed class RunningTasks
{
    private readonly Dictionary<long, RunningTask> _tasks = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<long>> _consumers = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset Time, long Id)> _ends = [];
    private readonly ConcurrentDictionary<long, DateTimeOffset> _leases = new();

    /// <summary>How many run.</summary>
    public int Count => _tasks.Count;

    /// <summary>When the first lease or classic time limit ends; null while nothing runs.</summary>
    public DateTimeOffset? NextEnd => _ends.Count == 0 ? null : _ends.Min.Time;

    /// <summary>Whether a task of that lane runs.</summary>
    public bool HasLane(string key) => _lanes.Contains(key);

    /// <summary>Whether the classic rule holds a task of that name and place back.</summary>
    public bool HoldsBack(string name, string place) => _names.ContainsKey(name) && _places.ContainsKey(place);

    /// <summary>The running task of that row.</summary>
    public RunningTask? Find(long id) => _tasks.GetValueOrDefault(id);

    /// <summary>The running tasks that a consumer has.</summary>
    public IReadOnlyList<RunningTask> OfConsumer(string consumerId) =>
        _consumers.TryGetValue(consumerId, out var ids) ? [.. ids.Select(id => _tasks[id])] : [];

    /// <summary>The tasks whose lease or classic time limit ended before now, in the order of their ends.</summary>
    public IReadOnlyList<RunningTask> Ended(DateTimeOffset now) =>
        NextEnd is { } next && next < now
            ? [.. _ends.TakeWhile(end => end.Time < now).Select(end => _tasks[end.Id])]
            : [];

    /// <summary>Until when the lease of a row lives; null without a lease. Safe from every thread.</summary>
    public DateTimeOffset? LeaseUntil(long id) => _leases.TryGetValue(id, out var until) ? until : null;

    /// <summary>A task was claimed.</summary>
    public void Add(TaskRow row)
    {
        var running = new RunningTask(row);
        _tasks.Add(row.Id, running);
        if (row.LaneKey is not null)
        {
            _lanes.Add(row.LaneKey);
        }

        // A task without a place holds others back by its name all the same; one with a lane of its own by neither.
        if (row.Task.Lane is null)
        {
            Count1(_names, row.Task.Name);
        }

        if (row.Place is not null)
        {
            Count1(_places, row.Place);
        }

        if (!_consumers.TryGetValue(row.Task.ConsumerId!, out var ids))
        {
            _consumers.Add(row.Task.ConsumerId!, ids = []);
        }

        ids.Add(row.Id);
        _ends.Add((EndOf(running), row.Id));
        NoteLease(running);
    }

    /// <summary>A lease was renewed.</summary>
    public void Renew(RunningTask running, DateTimeOffset until)
    {
        _ends.Remove((EndOf(running), running.Id));
        running.Task = running.Task with { LeaseUntil = until };
        _ends.Add((EndOf(running), running.Id));
        NoteLease(running);
    }

    /// <summary>All leases begin anew.</summary>
    public void Prolong(DateTimeOffset now)
    {
        foreach (var running in _tasks.Values.Where(running => running.Lease is not null))
        {
            Renew(running, now + running.Lease!.Value);
        }
    }

    /// <summary>The leases of a consumer have ended: it is known to be no more.</summary>
    public void Forsake(string consumerId, DateTimeOffset now)
    {
        foreach (var running in OfConsumer(consumerId).Where(running => running.Lease is not null))
        {
            Renew(running, now.AddMicroseconds(-1));
        }
    }

    /// <summary>A task runs no more.</summary>
    public void Remove(long id)
    {
        if (!_tasks.Remove(id, out var running))
        {
            return;
        }

        if (running.LaneKey is not null)
        {
            _lanes.Remove(running.LaneKey);
        }

        if (running.Task.Lane is null)
        {
            Discount1(_names, running.Task.Name);
        }

        if (running.Place is not null)
        {
            Discount1(_places, running.Place);
        }

        var ids = _consumers[running.Task.ConsumerId!];
        ids.Remove(id);
        if (ids.Count == 0)
        {
            _consumers.Remove(running.Task.ConsumerId!);
        }

        _ends.Remove((EndOf(running), id));
        _leases.TryRemove(id, out _);
    }

    private static DateTimeOffset EndOf(RunningTask running) =>
        running.Task.LeaseUntil ?? TaskLifecycle.Deadline(running.Task);

    private static void Count1(Dictionary<string, int> counts, string key) =>
        counts[key] = counts.GetValueOrDefault(key) + 1;

    private static void Discount1(Dictionary<string, int> counts, string key)
    {
        if (--counts[key] == 0)
        {
            counts.Remove(key);
        }
    }

    private void NoteLease(RunningTask running)
    {
        if (running.Task.LeaseUntil is { } until)
        {
            _leases[running.Id] = until;
        }
    }
}
