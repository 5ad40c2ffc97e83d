using System.Collections.Concurrent;
using System.Globalization;
using LabQueue.Client;
using LabQueue.Client.Pool;
using LabQueue.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LabQueue.EndToEnd.Tests.Servers;

/// <summary>Clients and consumers that know the addresses of two servers on one database, of which one after the other is killed.</summary>
public sealed class SeveralAddressesTests : IAsyncLifetime
{
    private const int TasksPerLife = 40;

    private readonly ConcurrentDictionary<string, int> _worked = new(StringComparer.Ordinal);
    private SeveralServers _servers = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _servers = await SeveralServers.StartAsync(PostgresSchema.New(), count: 2, Token);

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    [Fact]
    public async Task Adds_work_and_events_go_on_though_each_server_is_killed_in_turn()
    {
        using var adder = Connect();
        using var taker = Connect();
        using var watcher = Connect();
        await using var services = Services(taker);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var consumer = services.GetRequiredService<IHostedService>();
        await consumer.StartAsync(Token);
        var pool = new QueuePool(watcher);
        var following = pool.RunAsync(stop.Token);
        await pool.IsQueuedAsync(Given.Uid("nothing"), Token);

        var added = new List<string>();
        foreach (var server in _servers.All)
        {
            added.AddRange(await AddAsync(adder));
            await server.KillAsync();
            added.AddRange(await AddAsync(adder));
            await UntilAsync(() => _worked.Count == added.Count);
            await UntilAsync(() => pool.State is { IsStale: false, Tasks: 0 });
            await server.StartAsync(failPoint: null, Token);
        }

        await UntilAsync(async () => await adder.StatsAsync(Token) is { Queued: 0, Running: 0 });
        await consumer.StopAsync(Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => following);

        (await adder.StatsAsync(Token)).Done.ShouldBe(added.Count);
        _worked.Keys.ShouldBe(added, ignoreOrder: true);
        _worked.Values.ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task A_stream_of_events_goes_on_through_the_other_server_without_a_gap()
    {
        using var adder = Connect();
        using var watcher = Connect();
        List<string> added = [];
        List<QueueEvent> heard = [];
        foreach (var server in _servers.All)
        {
            var before = await AddAsync(adder);
            added.AddRange(before);
            await HearAsync(watcher, heard, added.Count);
            await server.KillAsync();
            added.AddRange(await AddAsync(adder));
            await HearAsync(watcher, heard, added.Count);
            await server.StartAsync(failPoint: null, Token);
        }

        heard.Select(happened => happened.TaskUid).ShouldBe(added);
        heard.Select(happened => happened.Number).ShouldBeInOrder(SortDirection.Ascending);
    }

    private static async Task<IReadOnlyList<string>> AddAsync(QueueClient client)
    {
        List<string> uids = [];
        for (var number = 0; number < TasksPerLife; number++)
        {
            var wish = Given.NewTask() with { TaskUid = null, ContextPath = Path(number), MinSeconds = 0 };
            uids.Add((await client.AddAsync([wish], Given.Clerk, Token)).ShouldHaveSingleItem().Task.TaskUid);
        }

        return uids;
    }

    private static string Path(int number) => string.Create(CultureInfo.InvariantCulture, $"/senaite/place-{number}/a");

    private static async Task HearAsync(QueueClient watcher, List<QueueEvent> heard, int count)
    {
        while (heard.Count < count)
        {
            try
            {
                await foreach (var happened in watcher.WatchAsync(heard.Count == 0 ? 0 : heard[^1].Number, Token))
                {
                    heard.Add(happened);
                    if (heard.Count == count)
                    {
                        break;
                    }
                }
            }
            catch (QueueUnreachableException)
            {
                // Its server was killed; the next stream is another's.
            }
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrueAsync)
    {
        while (!await isTrueAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }

    private static Task UntilAsync(Func<bool> isTrue) => UntilAsync(() => Task.FromResult(isTrue()));

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

    private ServiceProvider Services(IQueue queue)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(queue);
        services.AddLabQueueConsumer(options => options.Lease = TimeSpan.FromSeconds(5))
            .AddHandler("task_action_receive", (run, _) =>
            {
                _worked.AddOrUpdate(run.Task.TaskUid, 1, (_, times) => times + 1);
                return Task.CompletedTask;
            });
        return services.BuildServiceProvider();
    }
}
