namespace LabQueue.Benchmarks.Scale;

/// <summary>
/// A database as the queue uses it: a site's work is done in groups, one after the other, and several sites' groups at a time.
/// </summary>
/// <remarks>
/// The decision behind it is 0016, one lock for a site. Time is simulated: a group takes its round trips and its commit, and each task in it its part
/// of the rate. A site whose group is through stands in line again behind those that waited meanwhile.
/// </remarks>
/// <param name="rate">How many tasks a second it takes through their whole life where all groups are full.</param>
internal sealed class DatabaseModel(double rate)
{
    /// <summary>The most tasks of a group.</summary>
    public const int LargestGroup = 100;

    /// <summary>How many groups it works on at a time.</summary>
    public const int Lanes = 4;

    /// <summary>Seconds of a group beside its tasks: three round trips and a commit.</summary>
    public const double GroupSeconds = 0.002;

    private readonly double _taskSeconds = (Lanes / rate) - (GroupSeconds / LargestGroup);

    private readonly PriorityQueue<Group, double> _working = new();
    private readonly Queue<int> _ready = new();
    private double _busy;

    /// <summary>Works through the bursts of its sites.</summary>
    /// <param name="bursts">The earliest first.</param>
    /// <param name="waits">Gets how long each waited.</param>
    /// <returns>The part of the hour for which it was busy; above 1 where it took longer than the hour.</returns>
    public double Run(IEnumerable<Burst> bursts, WaitingTimes waits)
    {
        var pending = new Dictionary<int, LinkedList<Burst>>();
        foreach (var burst in bursts)
        {
            WorkUntil(burst.At, pending, waits);
            if (pending.TryGetValue(burst.Site, out var queue))
            {
                queue.AddLast(burst);
                continue;
            }

            pending[burst.Site] = new LinkedList<Burst>([burst]);
            _ready.Enqueue(burst.Site);
            Begin(burst.At, pending);
        }

        WorkUntil(double.PositiveInfinity, pending, waits);
        return _busy / (Lanes * SiteLoad.Seconds);
    }

    private void WorkUntil(double time, Dictionary<int, LinkedList<Burst>> pending, WaitingTimes waits)
    {
        while (_working.TryPeek(out var group, out var ends) && ends <= time)
        {
            _working.Dequeue();
            group.Parts.ForEach(part => waits.Add(part.Site, ends - part.At, part.Tasks));
            if (pending[group.Site].Count > 0)
            {
                _ready.Enqueue(group.Site);
            }
            else
            {
                pending.Remove(group.Site);
            }

            Begin(ends, pending);
        }
    }

    private void Begin(double now, Dictionary<int, LinkedList<Burst>> pending)
    {
        while (_working.Count < Lanes && _ready.TryDequeue(out var site))
        {
            var group = new Group(site, Take(pending[site]));
            var seconds = GroupSeconds + (group.Parts.Sum(part => part.Tasks) * _taskSeconds);
            _busy += seconds;
            _working.Enqueue(group, now + seconds);
        }
    }

    private static List<Burst> Take(LinkedList<Burst> pending)
    {
        List<Burst> parts = [];
        var room = LargestGroup;
        while (room > 0 && pending.First is { Value: var burst })
        {
            var taken = Math.Min(room, burst.Tasks);
            parts.Add(burst with { Tasks = taken });
            room -= taken;
            pending.RemoveFirst();
            if (taken < burst.Tasks)
            {
                pending.AddFirst(burst with { Tasks = burst.Tasks - taken });
            }
        }

        return parts;
    }

    private sealed record Group(int Site, List<Burst> Parts);
}
