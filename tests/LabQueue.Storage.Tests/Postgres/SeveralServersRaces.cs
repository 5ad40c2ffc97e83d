using System.Collections.Concurrent;
using LabQueue.Engine;
using LabQueue.TestKit;
using LabQueue.TestKit.Contract;

namespace LabQueue.Storage.Tests.Postgres;

/// <summary>Many at once on three servers of one database: nothing is lost, nothing happens twice.</summary>
public sealed class SeveralServersRaces : TaskStoreRaces
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task No_more_tasks_run_than_the_site_allows()
    {
        await AddAsync([.. Enumerable.Range(1, 60).Select(i => Given.NewTask($"t{i}", place: $"client-{i}"))]);
        var taken = new ConcurrentBag<QueueTask>();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(async () =>
        {
            foreach (var task in (await Queue.PopAsync(Given.LeasedPop($"consumer-{number}", count: 2), Token)).Tasks)
            {
                taken.Add(task);
            }
        })));

        taken.Count.ShouldBe(4);
        (await Queue.StatsAsync(Token)).Running.ShouldBe(4);
    }

    [Fact]
    public async Task Of_a_lane_one_task_runs_whoever_asks_where()
    {
        await SetAsync("max_concurrent_tasks", "0");
        await AddAsync([.. Enumerable.Range(1, 40).Select(i => Given.NewTask($"t{i}", place: null) with { Lane = $"lane {i % 4}" })]);
        var taken = new ConcurrentBag<QueueTask>();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(async () =>
        {
            foreach (var task in (await Queue.PopAsync(Given.LeasedPop($"consumer-{number}", count: 3), Token)).Tasks)
            {
                taken.Add(task);
            }
        })));

        taken.Select(task => task.Lane).Order(StringComparer.Ordinal).ShouldBe(["lane 0", "lane 1", "lane 2", "lane 3"]);
    }

    protected override Task<IQueueStore> OpenAsync(TimeProvider clock) => SeveralServers.OpenAsync(_database, 3, clock, Token);

    protected override Task CleanAsync() => _database.DisposeAsync().AsTask();
}
