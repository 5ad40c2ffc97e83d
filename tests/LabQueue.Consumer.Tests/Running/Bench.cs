using LabQueue.Engine;
using LabQueue.Storage.Sqlite;
using LabQueue.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Consumer.Tests.Running;

/// <summary>A consumer in one process with the real store, and a clock that moves only when a test moves it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(1);

    private readonly DirectoryInfo _folder;
    private readonly ServiceProvider _services;
    private readonly IHostedService _consumer;

    private Bench(DirectoryInfo folder, IQueueStore store, ManualTimeProvider clock, ObservedQueue queue, ServiceProvider services)
    {
        (_folder, Store, Clock, Queue, _services) = (folder, store, clock, queue, services);
        _consumer = services.GetRequiredService<IHostedService>();
    }

    public ManualTimeProvider Clock { get; }

    public IQueueStore Store { get; }

    /// <summary>The queue as the consumer has it.</summary>
    public ObservedQueue Queue { get; }

    /// <summary>The same queue, unobserved.</summary>
    public IQueue Past => Store.Queue("senaite");

    public ConsumerStatus Status => _services.GetRequiredService<ConsumerStatus>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A consumer that has not been started.</summary>
    public static async Task<Bench> CreateAsync(
        Action<ConsumerBuilder> handlers, Action<ConsumerOptions>? configure = null)
    {
        var folder = Directory.CreateTempSubdirectory("labqueue-consumer-");
        var clock = new ManualTimeProvider();
        var store = await SqliteQueueStore.OpenAsync(
            new SqliteStoreOptions { Folder = folder.FullName }, clock, NullLoggerFactory.Instance);
        await store.AddSiteAsync(Given.Site(trust: TrustMode.Roles), Given.Manager, Token);
        var queue = new ObservedQueue(store.Queue("senaite"));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IQueue>(queue);
        handlers(services.AddLabQueueConsumer(options =>
        {
            options.ConsumerId = "consumer-1";
            configure?.Invoke(options);
        }));
        return new Bench(folder, store, clock, queue, services.BuildServiceProvider());
    }

    /// <summary>A consumer that runs.</summary>
    public static async Task<Bench> StartAsync(
        Action<ConsumerBuilder> handlers, Action<ConsumerOptions>? configure = null)
    {
        var bench = await CreateAsync(handlers, configure);
        await bench.StartAsync();
        return bench;
    }

    /// <summary>What a client asks for, without pace.</summary>
    public static NewTask Wish(string start, string name = "work", params string[] uids) =>
        Given.NewTask(start, name, place: null) with { Uids = uids, MinSeconds = 0 };

    public Task StartAsync() => _consumer.StartAsync(Token);

    public Task StopAsync() => _consumer.StopAsync(Token);

    public Task AddAsync(params NewTask[] tasks) => Past.AddAsync(tasks, Given.Clerk, Token);

    /// <summary>Lets time go by.</summary>
    public void Pass(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets time go by until tasks that were put off may run; what waits for them is woken by housekeeping.</summary>
    public async Task PassTillDueAsync(double seconds)
    {
        Pass(seconds);
        await Store.SweepAsync(Token);
    }

    /// <summary>Lets time go by in steps until something has come true: waits between tries end, one after another.</summary>
    public async Task PassUntilAsync(Func<bool> isTrue)
    {
        while (!isTrue())
        {
            Token.ThrowIfCancellationRequested();
            Pass(0.1);
            await Task.Delay(Blink, TimeProvider.System, Token);
        }
    }

    /// <summary>Lets time go by until the next sign of life has been given.</summary>
    public async Task PassABeatAsync()
    {
        var beats = Queue.Beats;

        // The wait for the next one may begin only now; then it ends with the second step.
        for (var step = 0; step < 2 && Queue.Beats == beats; step++)
        {
            Pass(5);
            for (var tries = 0; tries < 2_000 && Queue.Beats == beats; tries++)
            {
                await Task.Delay(Blink, TimeProvider.System, Token);
            }
        }
    }

    /// <summary>The task, in the queue or ended.</summary>
    public async Task<QueueTask> TaskAsync(string start)
    {
        var details = (await Past.ExplainAsync(Given.Uid(start), Token)).ShouldNotBeNull();
        return await Past.FindAsync(Given.Uid(start), Token) ?? details.End!.Task;
    }

    public async ValueTask DisposeAsync()
    {
        // What a test left running must not hold up its end.
        using var at = new CancellationTokenSource();
        await at.CancelAsync();
        await _consumer.StopAsync(at.Token);
        await _services.DisposeAsync();
        await Store.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
