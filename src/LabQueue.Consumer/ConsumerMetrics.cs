using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LabQueue.Consumer;

/// <summary>What a consumer tells monitoring systems. A method per event, no logic.</summary>
/// <remarks>Meter and activity source <c>LabQueue</c>; tags are <c>task.name</c> and <c>outcome</c>.</remarks>
internal sealed class ConsumerMetrics : IDisposable
{
    /// <summary>Name of the meter, and of the activity source.</summary>
    public const string Name = "LabQueue";

    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 900, 3_600],
    };

    private static readonly InstrumentAdvice<double> Pickups = new()
    {
        HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 30, 300, 3_600],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _runs;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _pickup;

    public ConsumerMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _runs = _meter.CreateCounter<long>("labqueue.consumer.runs", "{run}", "Chunks worked on, by outcome");
        _duration = _meter.CreateHistogram(
            "labqueue.consumer.run.duration", "s", "From the handler's start to its return", null, Durations);
        _pickup = _meter.CreateHistogram(
            "labqueue.consumer.pickup", "s", "From when a task could start to its first handler", null, Pickups);
    }

    /// <summary>Where the activities of runs come from.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>The first handler of a task began.</summary>
    public void PickedUp(string name, TimeSpan latency) =>
        _pickup.Record(Math.Max(0, latency.TotalSeconds), new KeyValuePair<string, object?>("task.name", name));

    /// <summary>A run ended.</summary>
    public void Ended(string name, string outcome, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("task.name", name);
        var how = new KeyValuePair<string, object?>("outcome", outcome);
        _runs.Add(1, tag, how);
        _duration.Record(Math.Max(0, duration.TotalSeconds), tag, how);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
