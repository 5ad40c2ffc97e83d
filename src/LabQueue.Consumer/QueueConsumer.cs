using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LabQueue.Consumer;

/// <summary>Takes tasks, has them worked on, and reports.</summary>
/// <remarks>
/// <para>Three loops. <c>Watch</c> has at most one call that waits for work, for as many tasks as there is room. <c>Exchange</c>
/// reports what has ended, and takes as many tasks in its place in the same call; it has two calls on their way at most, and
/// what ends meanwhile gathers for the next one. <c>Beat</c> keeps the leases alive. So an idle consumer has one call that waits, a
/// busy one makes one call for many tasks, and a report never waits for work to come.</para>
/// <para>A crash at any moment leaves tasks whose leases end; what they had not reported is done again elsewhere.</para>
/// </remarks>
internal sealed partial class QueueConsumer : BackgroundService, IHostedLifecycleService
{
    // How long the last reports of a stop may take.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly IQueue _queue;
    private readonly ConsumerOptions _options;
    private readonly ConsumerStatus _status;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HandlerRunner _runner;
    private readonly Slots _slots;
    private readonly Lock _door = new();
    private readonly ConcurrentDictionary<HeldTask, HeldRun> _held = new();
    private readonly ConcurrentDictionary<string, Task> _busy = new(StringComparer.Ordinal);
    private readonly Channel<HeldRun> _ended = Channel.CreateUnbounded<HeldRun>();
    private readonly CancellationTokenSource _giveUp;
    private Task _halt = Task.CompletedTask;
    private bool _isClosed;

    public QueueConsumer(
        IQueue queue,
        HandlerTable handlers,
        IServiceScopeFactory scopes,
        IOptions<ConsumerOptions> options,
        ConsumerMetrics metrics,
        ConsumerStatus status,
        TimeProvider time,
        ILogger<QueueConsumer> logger)
    {
        (_queue, _options, _status, _time, _logger) = (queue, options.Value, status, time, logger);
        _runner = new HandlerRunner(handlers, scopes, metrics, _options, time, logger);
        _slots = new Slots(_options.Concurrency);
        _giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Stops it while all others of the host still run: the web server that a handler may need, most of all.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _slots.Dispose();
        _giveUp.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogStarted(_logger, _options.ConsumerId, _options.Concurrency);
        using var still = new CancellationTokenSource();
        var beat = BeatAsync(still.Token);
        var exchange = ExchangeAsync(stoppingToken);
        await using var stopping = stoppingToken.Register(_status.Stopping);
        await WatchAsync(stoppingToken);

        await DrainAsync();
        _giveUp.CancelAfter(LastWords);
        _ended.Writer.Complete();
        await exchange;
        await still.CancelAsync();
        await beat;
        LogStopped(_logger, _options.ConsumerId);
    }

    // First phase: nothing new is begun, what runs may end. Second phase: it is cancelled, and given back.
    private async Task DrainAsync()
    {
        lock (_door)
        {
            _isClosed = true;
        }

        var running = _held.Values.Where(run => !run.Work.IsCompleted).ToArray();
        if (running.Length == 0)
        {
            return;
        }

        LogDraining(_logger, _options.ConsumerId, running.Length, _options.DrainTimeout);
        var all = Task.WhenAll(running.Select(run => run.Work));
        try
        {
            await all.WaitAsync(_options.DrainTimeout, _time);
        }
        catch (TimeoutException)
        {
            Array.ForEach(running, run => run.Cut(RunEnd.Stopping));
            await all;
        }
    }

    // Begins the work on tasks that were taken; once the consumer stops they go back at once.
    private async Task BeginAsync(IReadOnlyList<QueueTask> tasks, CancellationToken stop)
    {
        List<QueueTask>? late = null;
        foreach (var task in tasks)
        {
            var run = new HeldRun(task, _options.Lease, _options.CancelPatience, _time);
            lock (_door)
            {
                if (!_isClosed && !stop.IsCancellationRequested)
                {
                    _held[run.Held] = run;
                    _status.Count(1);
                    run.Work = Task.Run(() => WorkAsync(run, stop), CancellationToken.None);
                    continue;
                }
            }

            run.Dispose();
            (late ??= []).Add(task);
        }

        if (late is not null)
        {
            await GiveBackAsync(late);
        }
    }

    private async Task WorkAsync(HeldRun run, CancellationToken stop)
    {
        // This consumer may have lost the same task just now, and its handler may not have returned yet.
        var uid = run.Task.TaskUid;
        var before = _busy.TryGetValue(uid, out var known) ? known : Task.CompletedTask;
        _busy[uid] = run.Returned;
        if (!before.IsCompleted)
        {
            run.Begin();
            await before.WaitAsync(run.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (await _runner.RunAsync(run, stop) is { } halted)
        {
            Halt(halted, stop);
        }

        _ = ForgetAsync(uid, run.Returned);
        if (run.Report is null)
        {
            Settle(run);
            _slots.Return(1);
        }
        else
        {
            _ended.Writer.TryWrite(run);
        }
    }

    // A handler that was left to itself may be at it for long.
    private async Task ForgetAsync(string uid, Task returned)
    {
        await returned;
        _busy.TryRemove(KeyValuePair.Create(uid, returned));
    }

    private void Settle(HeldRun run)
    {
        if (_held.TryRemove(run.Held, out _))
        {
            _status.Count(-1);
            run.Dispose();
        }
    }

    [LoggerMessage(4020, LogLevel.Information, "Consumer {ConsumerId} takes up to {Concurrency} tasks at once")]
    private static partial void LogStarted(ILogger logger, string consumerId, int concurrency);

    [LoggerMessage(4021, LogLevel.Information,
        "Consumer {ConsumerId} takes no more tasks; {Running} may go on for {DrainTimeout}")]
    private static partial void LogDraining(ILogger logger, string consumerId, int running, TimeSpan drainTimeout);

    [LoggerMessage(4022, LogLevel.Information, "Consumer {ConsumerId} has stopped")]
    private static partial void LogStopped(ILogger logger, string consumerId);
}
