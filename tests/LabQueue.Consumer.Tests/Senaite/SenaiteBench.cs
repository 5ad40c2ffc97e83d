using LabQueue.Client;
using LabQueue.Consumer.Tests.Running;
using LabQueue.Host.Configuration;
using LabQueue.Host.Senaite;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Consumer.Tests.Senaite;

/// <summary>Queue server, consumer and site, which speak over HTTP; one clock, which moves only when a test moves it.</summary>
internal sealed class SenaiteBench : IAsyncDisposable
{
    private readonly QueueClient _client;
    private readonly ServiceProvider _services;
    private readonly IHostedService _consumer;

    private SenaiteBench(ServerFixture server, QueueClient client, ObservedQueue queue, StandInSite site, ServiceProvider services)
    {
        (Server, _client, Queue, Site, _services) = (server, client, queue, site, services);
        _consumer = services.GetServices<IHostedService>().Single();
    }

    public ServerFixture Server { get; }

    public ObservedQueue Queue { get; }

    public StandInSite Site { get; private set; }

    public ConsumerStatus Status => _services.GetRequiredService<ConsumerStatus>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SenaiteBench> StartAsync()
    {
        var server = await ServerFixture.StartAsync(settings => settings with { Users = UsersMode.Token });
        var client = new QueueClient(
            new QueueClientOptions
            {
                BaseAddress = new Uri(server.Base),
                AuthKey = server.Key,
                Username = ConsumeOptions.ReservedUser,
                Retries = 0,
            },
            server.Clock);
        var queue = new ObservedQueue(client);
        var site = await StandInSite.StartAsync(server.Key, client, server.Clock);
        var options = new ConsumeOptions
        {
            Urls = [],
            Server = null,
            Senaite = site.Address,
            ConsumerId = "consumer-1",
            Concurrency = 4,
        };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(server.Clock);
        services.AddSingleton<IQueue>(queue);
        services.AddSenaiteConsumer(options, server.Key, "LabQueue test");
        var bench = new SenaiteBench(server, client, queue, site, services.BuildServiceProvider());
        await bench._consumer.StartAsync(Token);
        return bench;
    }

    /// <summary>Adds a task, each in a folder of its own.</summary>
    public async Task AddAsync(string start, string name = "ok", string username = "lab_clerk", int maxSeconds = 120) =>
        await _client.AddAsync(
            [
                Given.NewTask(start, name, place: start) with
                {
                    Uids = Given.Uids("a", "b", "c"),
                    ChunkSize = 1,
                    MinSeconds = 0,
                    Retries = 0,
                    MaxSeconds = maxSeconds,
                },
            ],
            new Actor(username),
            Token);

    /// <summary>The task, in the queue or ended.</summary>
    public async Task<QueueTask> TaskAsync(string start) => (await Server.Queue.ExplainAsync(Given.Uid(start), Token))!.Task;

    public Task StopAsync() => _consumer.StopAsync(Token);

    /// <summary>Takes the site away.</summary>
    public async Task CloseSiteAsync() => await Site.DisposeAsync();

    /// <summary>Brings it back at the same address.</summary>
    public async Task OpenSiteAsync() =>
        Site = await StandInSite.StartAsync(Server.Key, _client, Server.Clock, Site.Address.Port);

    /// <summary>Lets time go by in steps until something has come true.</summary>
    public async Task PassUntilAsync(Func<bool> isTrue)
    {
        while (!isTrue())
        {
            Server.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _consumer.StopAsync(now.Token);
        await _services.DisposeAsync();
        await Site.DisposeAsync();
        _client.Dispose();
        await Server.DisposeAsync();
    }
}
