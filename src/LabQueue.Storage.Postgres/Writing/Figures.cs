using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Changes of figures, gathered over a group.</summary>
internal sealed class Figures
{
    private readonly Dictionary<string, NameStats> _names = new(StringComparer.Ordinal);
    private readonly List<string> _added = [];
    private readonly List<(string Name, TimeSpan Wait)> _starts = [];
    private readonly List<(QueueTask Task, TimeSpan Duration)> _runs = [];

    /// <summary>What happened in this minute.</summary>
    public MinuteStats Minute { get; private set; }

    /// <summary>The changes of each name.</summary>
    public IReadOnlyCollection<NameStats> Names => _names.Values;

    /// <summary>Begins.</summary>
    /// <param name="now">The group's time.</param>
    public Figures(DateTimeOffset now)
    {
        const long length = 60 * UnixTime.MicrosecondsPerSecond;
        Minute = new MinuteStats(UnixTime.FromMicroseconds(now.ToMicroseconds() / length * length), 0, 0, 0, 0);
    }

    /// <summary>A task came.</summary>
    public void Added(QueueTask task)
    {
        Count(task.Name, QueueTaskStatus.Queued, +1);
        Minute = Minute with { Added = Minute.Added + 1 };
        _added.Add(task.Name);
    }

    /// <summary>A task was claimed.</summary>
    public void Started(QueueTask task, DateTimeOffset now)
    {
        Count(task.Name, QueueTaskStatus.Queued, -1);
        Count(task.Name, QueueTaskStatus.Running, +1);
        Minute = Minute with { Started = Minute.Started + 1 };
        _starts.Add((task.Name, now - task.Created));
    }

    /// <summary>A task changed its status.</summary>
    public void Moved(QueueTask before, QueueTask after, DateTimeOffset now)
    {
        Count(before.Name, before.Status, -1);
        Count(before.Name, after.Status, +1);
        if (after.Status == QueueTaskStatus.Done)
        {
            Minute = Minute with { Done = Minute.Done + 1 };
        }

        if (before.Status == QueueTaskStatus.Running)
        {
            _runs.Add((after, now - (before.Started ?? now)));
        }
    }

    /// <summary>A run failed, timed out or was purged.</summary>
    public void RunFailed() => Minute = Minute with { Failed = Minute.Failed + 1 };

    /// <summary>All is on disk: tells the metrics.</summary>
    public void Publish(QueueMetrics metrics)
    {
        _added.ForEach(metrics.Added);
        _starts.ForEach(start => metrics.Started(start.Name, start.Wait));
        _runs.ForEach(run => metrics.Ended(run.Task.Name, run.Task.Status, run.Duration));
    }

    private void Count(string name, QueueTaskStatus status, int change)
    {
        var known = _names.GetValueOrDefault(name) ?? new NameStats(name, 0, 0, 0, 0);
        _names[name] = status switch
        {
            QueueTaskStatus.Queued => known with { Queued = known.Queued + change },
            QueueTaskStatus.Running => known with { Running = known.Running + change },
            QueueTaskStatus.Failed => known with { Failed = known.Failed + change },
            QueueTaskStatus.Done => known with { Done = known.Done + change },
            QueueTaskStatus.Cancelled or QueueTaskStatus.Deleted => known,
        };
    }
}
