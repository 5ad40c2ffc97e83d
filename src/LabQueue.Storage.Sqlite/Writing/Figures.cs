using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Changes of figures, gathered over a group and made when it is on disk.</summary>
internal sealed class Figures(QueueMetrics metrics)
{
    private readonly List<(SiteState Site, string Name, QueueTaskStatus? From, QueueTaskStatus? To)> _moves = [];
    private readonly List<(SiteState Site, QueueTask Task, TimeSpan Wait)> _starts = [];
    private readonly List<(QueueTask Task, TimeSpan Duration)> _runs = [];
    private readonly List<(SiteState Site, int Change)> _ends = [];
    private readonly Dictionary<(SiteState Site, long Minute), Minute> _minutes = [];

    /// <summary>A task came.</summary>
    public void Added(SiteState site, QueueTask task, DateTimeOffset now)
    {
        _moves.Add((site, task.Name, null, QueueTaskStatus.Queued));
        Of(site, now).Added++;
    }

    /// <summary>A task was claimed.</summary>
    public void Started(SiteState site, QueueTask task, DateTimeOffset now)
    {
        _moves.Add((site, task.Name, QueueTaskStatus.Queued, QueueTaskStatus.Running));
        _starts.Add((site, task, now - task.Created));
        Of(site, now).Started++;
    }

    /// <summary>A task changed its status.</summary>
    public void Moved(SiteState site, QueueTask before, QueueTask after, DateTimeOffset now)
    {
        _moves.Add((site, before.Name, before.Status, after.Status));
        if (after.Status == QueueTaskStatus.Done)
        {
            Of(site, now).Done++;
        }

        if (before.Status == QueueTaskStatus.Running)
        {
            _runs.Add((after, now - (before.Started ?? now)));
        }
    }

    /// <summary>A run failed, timed out or was purged.</summary>
    public void RunFailed(SiteState site, DateTimeOffset now) => Of(site, now).Failed++;

    /// <summary>An end was written down.</summary>
    public void EndWritten(SiteState site) => _ends.Add((site, 1));

    /// <summary>An end was dropped.</summary>
    public void EndDropped(SiteState site) => _ends.Add((site, -1));

    /// <summary>All is on disk: makes the changes, and tells the metrics.</summary>
    public void Publish()
    {
        foreach (var (site, name, from, to) in _moves)
        {
            var counts = site.Counts.Of(name);
            counts.Add(from ?? QueueTaskStatus.Deleted, -1);
            counts.Add(to ?? QueueTaskStatus.Deleted, +1);
            if (from is null)
            {
                metrics.Added(name);
            }
        }

        _starts.ForEach(start => metrics.Started(start.Task.Name, start.Wait));
        _runs.ForEach(run => metrics.Ended(run.Task.Name, run.Task.Status, run.Duration));
        _ends.ForEach(end => end.Site.Counts.Ends += end.Change);
        foreach (var ((site, start), minute) in _minutes)
        {
            site.Minutes.Add(new MinuteStats(
                UnixTime.FromMicroseconds(start), minute.Added, minute.Started, minute.Done, minute.Failed));
        }

        Forget();
    }

    /// <summary>Drops what was gathered.</summary>
    public void Forget()
    {
        _moves.Clear();
        _starts.Clear();
        _runs.Clear();
        _ends.Clear();
        _minutes.Clear();
    }

    private Minute Of(SiteState site, DateTimeOffset now)
    {
        const long length = 60 * UnixTime.MicrosecondsPerSecond;
        var start = now.ToMicroseconds() / length * length;
        if (!_minutes.TryGetValue((site, start), out var minute))
        {
            _minutes.Add((site, start), minute = new Minute());
        }

        return minute;
    }

    private sealed class Minute
    {
        public long Added { get; set; }

        public long Started { get; set; }

        public long Done { get; set; }

        public long Failed { get; set; }
    }
}
