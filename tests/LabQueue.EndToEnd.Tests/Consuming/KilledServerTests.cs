using System.Collections.Concurrent;
using System.Globalization;
using LabQueue.Client;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>A consumer whose server is killed with signal 9 under its hands.</summary>
public sealed class KilledServerTests
{
    private const int Tasks = 60;
    private const int ObjectsPerTask = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_object_is_worked_on_and_accepted_once_though_the_server_dies_twice()
    {
        using var folder = new ScratchFolder();
        var setup = new ServerSetup(folder.Path);
        var server = await ServerProcess.StartAsync(setup, Token);
        var worked = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        using var client = Connect(setup);
        await using var services = Services(client, worked);
        var consumer = services.GetRequiredService<IHostedService>();
        await client.AddAsync([.. Enumerable.Range(0, Tasks).Select(Wish)], Given.Clerk, Token);

        await consumer.StartAsync(Token);
        foreach (var share in new[] { 0.2, 0.6 })
        {
            await UntilAsync(() => Task.FromResult(worked.Count > share * Tasks * ObjectsPerTask));
            await server.KillAsync();
            await server.DisposeAsync();
            server = await ServerProcess.StartAsync(setup, Token);
        }

        await UntilAsync(async () => (await client.StatsAsync(Token)) is { Queued: 0, Running: 0 });
        await consumer.StopAsync(Token);

        worked.Count.ShouldBe(Tasks * ObjectsPerTask);
        for (var number = 0; number < Tasks; number++)
        {
            var story = (await client.ExplainAsync(Given.Uid(Start(number)), Token))!;
            story.End!.Task.Status.ShouldBe(QueueTaskStatus.Done);
            story.Outcomes.Select(outcome => outcome.Uid).ShouldBe(Objects(number));
        }

        await server.DisposeAsync();
    }

    private static QueueClient Connect(ServerSetup setup) => new(new QueueClientOptions
    {
        BaseAddress = new Uri(setup.Portal),
        AuthKey = setup.Key,
        Username = "queue_consumer",
    });

    private static ServiceProvider Services(IQueue queue, ConcurrentDictionary<string, int> worked)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(queue);
        services.AddLabQueueConsumer(options => options.Lease = TimeSpan.FromSeconds(5))
            .AddHandler("work", async (run, token) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
                foreach (var uid in run.Chunk)
                {
                    worked.AddOrUpdate(uid, 1, (_, times) => times + 1);
                }
            });
        return services.BuildServiceProvider();
    }

    private static NewTask Wish(int number) => Given.NewTask(Start(number), "work", place: Start(number)) with
    {
        Uids = Objects(number),
        ChunkSize = 3,
        MinSeconds = 0,
    };

    private static string Start(int number) => string.Create(CultureInfo.InvariantCulture, $"t{number:000}");

    private static string[] Objects(int number) =>
        [.. Enumerable.Range(0, ObjectsPerTask).Select(i => Given.Uid($"{Start(number)}o{i}"))];

    private static async Task UntilAsync(Func<Task<bool>> isTrueAsync)
    {
        while (!await isTrueAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }
}
