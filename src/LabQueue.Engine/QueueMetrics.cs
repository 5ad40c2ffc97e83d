using System.Diagnostics.Metrics;

namespace LabQueue.Engine;

/// <summary>What the queue tells monitoring systems. A method per event, no logic.</summary>
/// <remarks>Meter <c>LabQueue</c>; tags are <c>task.name</c> and <c>outcome</c>, never a uid or a path.</remarks>
public sealed class QueueMetrics : IDisposable
{
    /// <summary>Name of the meter, and of the activity source.</summary>
    public const string MeterName = "LabQueue";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 900, 3_600],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _added;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _duration;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's factory; null where there is no host.</param>
    public QueueMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _added = _meter.CreateCounter<long>("labqueue.tasks.added", "{task}", "Tasks added");
        _ended = _meter.CreateCounter<long>("labqueue.runs.ended", "{run}", "Runs that ended, by outcome");
        _wait = _meter.CreateHistogram("labqueue.task.wait", "s", "From created to start", null, Seconds);
        _duration = _meter.CreateHistogram("labqueue.task.duration", "s", "From start to report", null, Seconds);
    }

    /// <summary>A task was added.</summary>
    public void Added(string name)
    {
        if (_added.Enabled)
        {
            _added.Add(1, new KeyValuePair<string, object?>("task.name", name));
        }
    }

    /// <summary>A task was claimed.</summary>
    public void Started(string name, TimeSpan wait)
    {
        if (_wait.Enabled)
        {
            _wait.Record(Math.Max(0, wait.TotalSeconds), new KeyValuePair<string, object?>("task.name", name));
        }
    }

    /// <summary>A run ended; the status says how.</summary>
    public void Ended(string name, QueueTaskStatus status, TimeSpan duration)
    {
        if (_ended.Enabled)
        {
            var outcome = new KeyValuePair<string, object?>("outcome", status.ToString().ToLowerInvariant());
            var tag = new KeyValuePair<string, object?>("task.name", name);
            _ended.Add(1, tag, outcome);
            _duration.Record(Math.Max(0, duration.TotalSeconds), tag, outcome);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
