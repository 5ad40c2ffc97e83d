using LabQueue.Engine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Server.Hosting;

/// <summary>Keeps house each second: ends leases, wakes what is due, forgets what has been kept long enough.</summary>
/// <remarks>While a test's clock stands it does nothing: nothing happens by itself then.</remarks>
public sealed partial class Housekeeper : BackgroundService
{
    // A round that always finds more must not keep the next ones from the log's and the clock's view.
    private const int MostRounds = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IQueueStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<Housekeeper> _logger;

    /// <summary>Keeps house in a store.</summary>
    public Housekeeper(IQueueStore store, TimeProvider time, ILogger<Housekeeper> logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
    }

    /// <summary>Does what there is to do now.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < MostRounds && await _store.SweepAsync(cancellationToken); round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (_time is not StoppableTimeProvider { IsStopped: true })
                {
                    await TryOnceAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task TryOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken);
        }
        catch (QueueStoreException trouble)
        {
            // The store tells its own trouble, and /readyz shows it; each second again it would only fill the log.
            LogRefused(trouble.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next second tries again. Nothing is lost meanwhile: claims look at leases and due times themselves.
            LogFailed(exception);
        }
    }

    [LoggerMessage(3101, LogLevel.Warning, "A round of housekeeping failed")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(3105, LogLevel.Debug, "A round of housekeeping was refused: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(3102, LogLevel.Debug, "No more housekeeping: the server stops")]
    private partial void LogStopped();
}
