using System.Globalization;
using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Store;
using LabQueue.Client;
using LabQueue.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Benchmarks.Peers;

/// <summary>LabQueue with its own client and consumer libraries, as a team uses them.</summary>
/// <remarks>
/// <c>http PORT KEY CONCURRENCY</c>: over HTTP. <c>store FOLDER KEY CONCURRENCY</c>: in one process with the embedded store.
/// </remarks>
internal sealed class LabQueuePeer(string[] arguments) : IPeer
{
    private const string Name = "noop";

    // As large as what the peers are given.
    private static readonly ExtraFields Text =
        new(System.Text.Encoding.ASCII.GetBytes($"{{\"text\":\"{new string('x', 400)}\"}}"));

    private static readonly Actor By = new("bench");

    private readonly int _concurrency = int.Parse(arguments[3], CultureInfo.InvariantCulture);
    private SqliteQueueStore? _store;
    private IQueue? _queue;
    private IHost? _host;

    /// <inheritdoc/>
    public async Task FillAsync(int count)
    {
        await OpenAsync();
        for (var first = 1; first <= count; first += QueueLimits.TasksPerAdd)
        {
            await AddListAsync(first, Math.Min(QueueLimits.TasksPerAdd, count - first + 1));
        }
    }

    /// <inheritdoc/>
    public Task StopAsync() => _host!.StopAsync();

    /// <inheritdoc/>
    public async Task<long> LeftAsync()
    {
        var stats = await _queue!.StatsAsync(CancellationToken.None);
        return stats.Queued + stats.Running + stats.Failed;
    }

    /// <inheritdoc/>
    public async Task ServeAsync(Action<int> onTask)
    {
        var queue = await OpenAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(queue);
        builder.Services.AddLabQueueConsumer(options => options.Concurrency = _concurrency).AddHandler(Name, (run, _) =>
        {
            onTask(int.Parse(run.Task.ContextUid, CultureInfo.InvariantCulture));
            return System.Threading.Tasks.Task.CompletedTask;
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    /// <inheritdoc/>
    public async Task PrepareAddsAsync() => await (await OpenAsync()).OldestAsync(CancellationToken.None);

    /// <inheritdoc/>
    public Task AddAsync(int number) => _queue!.AddAsync([Task(number)], By, CancellationToken.None);

    /// <inheritdoc/>
    public Task AddListAsync(int first, int count) =>
        _queue!.AddAsync([.. Enumerable.Range(first, count).Select(Task)], By, CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _host?.Dispose();
        (_queue as IDisposable)?.Dispose();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    private static NewTask Task(int number) => new(Name, number.ToString("D32", CultureInfo.InvariantCulture), $"/senaite/worksheets/WS-{number}")
    {
        MinSeconds = 0,
        Extra = Text,
    };

    private async Task<IQueue> OpenAsync()
    {
        if (_queue is not null)
        {
            return _queue;
        }

        if (arguments[0] == "store")
        {
            _store = await StoreFolder.OpenAsync(arguments[1], arguments[2]);
            return _queue = _store.Queue(Target.Site);
        }

        return _queue = new QueueClient(new QueueClientOptions
        {
            BaseAddress = new Uri($"http://127.0.0.1:{arguments[1]}/{Target.Site}"),
            AuthKey = arguments[2],
            Username = "bench",
        });
    }
}
