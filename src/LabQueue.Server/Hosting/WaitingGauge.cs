using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LabQueue.Engine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Server.Hosting;

/// <summary>Measures how many tasks wait, run and have failed: <c>labqueue.tasks.waiting</c>, <c>.running</c>, <c>.failed</c>.</summary>
/// <remarks>Looked up every ten seconds, and only while somebody measures: figures must not cost more than they tell.</remarks>
internal sealed partial class WaitingGauge : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly IQueueStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<WaitingGauge> _logger;
    private readonly Meter _meter;
    private readonly ObservableGauge<long> _waiting;
    private readonly ConcurrentDictionary<string, QueueStats> _stats = new(StringComparer.Ordinal);

    /// <summary>Makes the instruments.</summary>
    public WaitingGauge(IQueueStore store, TimeProvider time, IMeterFactory meters, ILogger<WaitingGauge> logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
        _meter = meters.Create(QueueMetrics.MeterName);
        _waiting = Gauge("labqueue.tasks.waiting", "Tasks that wait", stats => stats.Queued);
        Gauge("labqueue.tasks.running", "Tasks that consumers have", stats => stats.Running);
        Gauge("labqueue.tasks.failed", "Tasks that failed for good", stats => stats.Failed);
    }

    /// <summary>Looks the figures up.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var site in _store.Sites.Keys)
        {
            _stats[site] = await _store.Queue(site).StatsAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            do
            {
                if (_waiting.Enabled)
                {
                    await TryOnceAsync(stoppingToken);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _stats.Clear();
        }
    }

    private async Task TryOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken);
        }
        catch (QueueStoreException exception)
        {
            // Old figures would look like a queue that stands still.
            _stats.Clear();
            LogFailed(exception);
        }
    }

    private ObservableGauge<long> Gauge(string name, string description, Func<QueueStats, long> read) =>
        _meter.CreateObservableGauge(
            name,
            () => _stats.Select(site => new Measurement<long>(
                read(site.Value), new KeyValuePair<string, object?>("site", site.Key))),
            "{task}",
            description);

    [LoggerMessage(3103, LogLevel.Warning, "The queues could not be measured")]
    private partial void LogFailed(Exception exception);
}
