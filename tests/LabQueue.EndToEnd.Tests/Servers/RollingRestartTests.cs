using System.Collections.Concurrent;
using LabQueue.Client;
using LabQueue.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LabQueue.EndToEnd.Tests.Servers;

/// <summary>Two servers on one database are stopped and started in turn under load: no request fails to who made it.</summary>
public sealed class RollingRestartTests : IAsyncLifetime
{
    // Far longer than a balancer needs to find out, on a machine that is busy with other tests as well.
    private const string DrainSeconds = "4";

    private static readonly TimeSpan Load = TimeSpan.FromMilliseconds(700);

    private SeveralServers _servers = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _servers = await SeveralServers.StartAsync(PostgresSchema.New(), count: 2, Token, "--drain-seconds", DrainSeconds);

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    [Fact]
    public async Task Behind_a_balancer_that_asks_for_readiness_no_request_fails_and_no_invariant_breaks()
    {
        var result = await RollingStorm.RunAsync(
            _servers.All,
            async (_, loadAsync) =>
            {
                await loadAsync();
                await RollAsync(loadAsync);
            },
            Token);

        RollingStorm.Find(result).ShouldBeEmpty();
        result.Asked.Adds.ShouldContain(add => add.Added == true);
    }

    [Fact]
    public async Task With_both_addresses_no_request_fails_and_each_task_is_done_once()
    {
        var worked = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var failures = new ConcurrentQueue<Exception>();
        using var taker = Connect();
        await using var services = Services(new WatchedQueue(taker, failures), worked);
        var consumer = services.GetRequiredService<IHostedService>();
        await consumer.StartAsync(Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<IReadOnlyList<string>>[] adders = [.. Enumerable.Range(0, 4).Select(number => AddAsync(number, stop.Token))];
        var reader = ReadAsync(stop.Token);

        await RollAsync(() => Task.Delay(Load, TimeProvider.System, Token));
        await stop.CancelAsync();
        string[] added = [.. (await Task.WhenAll(adders)).SelectMany(uids => uids)];
        await reader;
        using var client = Connect();
        while (await client.StatsAsync(Token) is not { Queued: 0, Running: 0 })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        await consumer.StopAsync(Token);

        failures.ShouldBeEmpty();
        added.ShouldNotBeEmpty();
        worked.Keys.ShouldBe(added, ignoreOrder: true);
        worked.Values.ShouldAllBe(times => times == 1);
    }

    // Each is stopped and started again while the other serves.
    private async Task RollAsync(Func<Task> loadAsync)
    {
        foreach (var server in _servers.All)
        {
            await server.StopAsync(Token);
            await loadAsync();
            await server.StartAsync(failPoint: null, Token);
            await loadAsync();
        }
    }

    // Every other task has a uid of its own, and its add may not be repeated.
    private async Task<IReadOnlyList<string>> AddAsync(int number, CancellationToken stop)
    {
        using var client = Connect();
        List<string> uids = [];
        while (!stop.IsCancellationRequested)
        {
            var wish = Given.NewTask(place: $"place-{number}") with
            {
                TaskUid = uids.Count % 2 == 0 ? null : TaskUid.New(TimeProvider.System.GetUtcNow()),
                MinSeconds = 0,
            };
            var added = await client.AddAsync([wish], Given.Clerk, Token);
            uids.Add(added.ShouldHaveSingleItem().Task.TaskUid);
        }

        return uids;
    }

    // What looks, and what is changed and must not be changed twice.
    private async Task ReadAsync(CancellationToken stop)
    {
        using var client = Connect();
        while (!stop.IsCancellationRequested)
        {
            await client.StatsAsync(Token);
            await client.HistoryAsync(new HistoryQuery { Limit = 5 }, Token);
            await client.ListAsync(new TaskQuery { Limit = 5 }, Token);
            await client.SetPausedAsync(false, Given.Clerk, Token);
        }
    }

    private QueueClient Connect()
    {
        var options = new QueueClientOptions
        {
            BaseAddress = new Uri(_servers.All[0].Setup.Portal),
            AuthKey = _servers.All[0].Setup.Key,
            Username = "queue_consumer",
            Retries = 0,
        };
        options.OtherAddresses.Add(new Uri(_servers.All[1].Setup.Portal));
        return new QueueClient(options);
    }

    private static ServiceProvider Services(IQueue queue, ConcurrentDictionary<string, int> worked)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(queue);
        services.AddLabQueueConsumer().AddHandler("task_action_receive", (run, _) =>
        {
            worked.AddOrUpdate(run.Task.TaskUid, 1, (_, times) => times + 1);
            return Task.CompletedTask;
        });
        return services.BuildServiceProvider();
    }

    /// <summary>A consumer goes on over failures; here they are kept.</summary>
    private sealed class WatchedQueue(IQueue inner, ConcurrentQueue<Exception> failures) : QueueDecorator(inner)
    {
        public override Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken) =>
            KeepAsync(Inner.PopAsync(request, cancellationToken));

        public override Task<ReportResult> ReportAsync(TaskReport report, CancellationToken cancellationToken) =>
            KeepAsync(Inner.ReportAsync(report, cancellationToken));

        public override Task<IReadOnlyList<HeartbeatAnswer>> HeartbeatAsync(
            Heartbeat heartbeat, CancellationToken cancellationToken) => KeepAsync(Inner.HeartbeatAsync(heartbeat, cancellationToken));

        private async Task<T> KeepAsync<T>(Task<T> call)
        {
            try
            {
                return await call;
            }
            catch (QueueException failure)
            {
                failures.Enqueue(failure);
                throw;
            }
        }
    }
}
