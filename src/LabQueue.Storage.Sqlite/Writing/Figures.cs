using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Changes of counters, gathered over a group and written once with it.</summary>
internal sealed class Figures(Database database, QueueMetrics metrics)
{
    private readonly Dictionary<(int Site, string Name), Count> _counts = [];
    private readonly Dictionary<int, Minute> _minutes = [];
    private readonly Dictionary<int, long> _ends = [];
    private readonly List<Action<QueueMetrics>> _events = [];

    /// <summary>A task came.</summary>
    public void Added(SiteState site, QueueTask task)
    {
        Of(site, task.Name).Queued++;
        Of(site).Added++;
        _events.Add(metrics => metrics.Added(task.Name));
    }

    /// <summary>A task was claimed.</summary>
    public void Started(SiteState site, QueueTask task, TimeSpan wait)
    {
        var count = Of(site, task.Name);
        count.Queued--;
        count.Running++;
        Of(site).Started++;
        _events.Add(metrics => metrics.Started(task.Name, wait));
    }

    /// <summary>A task changed its status; to one that is none of the queue's when it left.</summary>
    public void Moved(SiteState site, QueueTask before, QueueTask after, DateTimeOffset now)
    {
        var count = Of(site, before.Name);
        count.Add(before.Status, -1);
        count.Add(after.Status, +1);
        if (after.Status == QueueTaskStatus.Done)
        {
            Of(site).Done++;
        }

        if (before.Status == QueueTaskStatus.Running)
        {
            var duration = now - (before.Started ?? now);
            _events.Add(metrics => metrics.Ended(after.Name, after.Status, duration));
        }
    }

    /// <summary>An end was written down.</summary>
    public void EndWritten(SiteState site) => _ends[site.Id] = _ends.GetValueOrDefault(site.Id) + 1;

    /// <summary>An end was dropped.</summary>
    public void EndDropped(SiteState site) => _ends[site.Id] = _ends.GetValueOrDefault(site.Id) - 1;

    /// <summary>A run failed, timed out or was purged.</summary>
    public void RunFailed(SiteState site) => Of(site).Failed++;

    /// <summary>Writes the changes.</summary>
    public void Flush(DateTimeOffset now)
    {
        foreach (var ((site, name), count) in _counts)
        {
            database.Prepare(DirectorySql.AddToCounter)
                .Bind(site).Bind(name).Bind(count.Queued).Bind(count.Running).Bind(count.Failed).Bind(count.Done)
                .Run();
        }

        var start = now.ToMicroseconds() / (60 * UnixTime.MicrosecondsPerSecond) * 60 * UnixTime.MicrosecondsPerSecond;
        foreach (var (site, minute) in _minutes)
        {
            database.Prepare(DirectorySql.AddToMinute)
                .Bind(site).Bind(start).Bind(minute.Added).Bind(minute.Started).Bind(minute.Done).Bind(minute.Failed)
                .Run();
        }

        foreach (var (site, ends) in _ends)
        {
            database.Prepare(HistorySql.AddToEnds).Bind(site).Bind(ends).Run();
        }

        _counts.Clear();
        _minutes.Clear();
        _ends.Clear();
    }

    /// <summary>Tells the metrics, once all is on disk.</summary>
    public void Publish()
    {
        foreach (var tell in _events)
        {
            tell(metrics);
        }

        _events.Clear();
    }

    /// <summary>Drops what was gathered.</summary>
    public void Forget()
    {
        _counts.Clear();
        _minutes.Clear();
        _ends.Clear();
        _events.Clear();
    }

    private Count Of(SiteState site, string name)
    {
        if (!_counts.TryGetValue((site.Id, name), out var count))
        {
            _counts.Add((site.Id, name), count = new Count());
        }

        return count;
    }

    private Minute Of(SiteState site)
    {
        if (!_minutes.TryGetValue(site.Id, out var minute))
        {
            _minutes.Add(site.Id, minute = new Minute());
        }

        return minute;
    }

    private sealed class Count
    {
        public long Queued { get; set; }

        public long Running { get; set; }

        public long Failed { get; set; }

        public long Done { get; set; }

        public void Add(QueueTaskStatus status, int change)
        {
            switch (status)
            {
                case QueueTaskStatus.Queued:
                    Queued += change;
                    break;
                case QueueTaskStatus.Running:
                    Running += change;
                    break;
                case QueueTaskStatus.Failed:
                    Failed += change;
                    break;
                case QueueTaskStatus.Done:
                    Done += change;
                    break;
                case QueueTaskStatus.Cancelled or QueueTaskStatus.Deleted:
                    break;
            }
        }
    }

    private sealed class Minute
    {
        public long Added { get; set; }

        public long Started { get; set; }

        public long Done { get; set; }

        public long Failed { get; set; }
    }
}
