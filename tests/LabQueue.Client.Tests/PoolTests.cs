using LabQueue.Client.Pool;
using LabQueue.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Client.Tests;

/// <summary>A pool that follows the real server.</summary>
public sealed class PoolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_queued_before_is_known_with_all_its_objects()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1") with { Uids = Given.Uids("o1", "o2") }], Given.Clerk, Token);
        await using var pool = Follow(server);

        (await pool.Known.IsQueuedAsync(Given.Uid("c1"), Token)).ShouldBeTrue();
        (await pool.Known.IsQueuedAsync(Given.Uid("o2"), Token)).ShouldBeTrue();
        (await pool.Known.IsQueuedAsync(Given.Uid("o3"), Token)).ShouldBeFalse();
        pool.Known.TasksOf(Given.Uid("o1")).ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task A_task_is_known_from_its_add_to_its_end()
    {
        await using var server = await RunningServer.StartAsync();
        await using var pool = Follow(server);
        (await pool.Known.IsQueuedAsync(Given.Uid("o1"), Token)).ShouldBeFalse();

        await server.Client.AddAsync([Given.NewTask("t1") with { Uids = [Given.Uid("o1")] }], Given.Clerk, Token);
        await pool.UntilAsync(known => known.TasksOf(Given.Uid("o1")).Count == 1);
        await server.Client.PopAsync(Given.Pop(), Token);
        await server.Client.ReportAsync(new TaskReport(ReportKind.Done, Given.Uid("t1")), Token);

        await pool.UntilAsync(known => known.State.Tasks == 0);
        (await pool.Known.IsQueuedAsync(Given.Uid("o1"), Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Objects_that_were_handled_are_queued_no_more()
    {
        await using var server = await RunningServer.StartAsync();
        await using var pool = Follow(server);
        await server.Client.AddAsync([Given.NewTask("t1") with { Uids = Given.Uids("o1", "o2") }], Given.Clerk, Token);
        var taken = (await server.Client.PopAsync(Given.LeasedPop(), Token)).Tasks[0];
        await pool.UntilAsync(known => known.TasksOf(Given.Uid("o1")).Count == 1);

        await server.Client.ReportAsync(
            new TaskReport(ReportKind.Advance, taken.TaskUid)
            {
                Fence = taken.Fence,
                Processed = [new ItemOutcome(Given.Uid("o1"), ItemOutcomeKind.Done)],
            },
            Token);

        await pool.UntilAsync(known => known.TasksOf(Given.Uid("o1")).Count == 0);
        (await pool.Known.IsQueuedAsync(Given.Uid("o2"), Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Many_adds_at_once_are_all_known()
    {
        await using var server = await RunningServer.StartAsync();
        await using var pool = Follow(server);
        await pool.Known.IsQueuedAsync(Given.Uid("o1"), Token);

        for (var list = 0; list < 3; list++)
        {
            await server.Client.AddAsync(
                [.. Enumerable.Range(0, 1_000).Select(number => Given.NewTask() with { TaskUid = null })], Given.Clerk, Token);
        }

        await pool.UntilAsync(known => known.State.Tasks == 3_000);
    }

    [Fact]
    public async Task A_warm_pool_answers_without_the_server_and_says_that_it_is_stale()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        await using var pool = Follow(server);
        await pool.Known.IsQueuedAsync(Given.Uid("c1"), Token);
        pool.Known.State.ShouldBe(new PoolState(1, Given.Now, TimeSpan.Zero, IsStale: false, Trouble: null));

        await server.StopAsync();
        await pool.UntilAsync(known => known.State.IsStale);
        server.Time.Advance(TimeSpan.FromMinutes(3));

        (await pool.Known.IsQueuedAsync(Given.Uid("c1"), Token)).ShouldBeTrue();
        pool.Known.State.Age.ShouldBe(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task A_pool_that_never_heard_the_server_says_so()
    {
        await using var server = await RunningServer.StartAsync();
        await server.StopAsync();
        await using var pool = Follow(server);

        await Should.ThrowAsync<QueueUnreachableException>(async () =>
            await pool.Known.IsQueuedAsync(Given.Uid("c1"), Token));

        pool.Known.State.AsOf.ShouldBeNull();
        pool.Known.State.IsStale.ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_has_one_pool()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(server.Time);
        services
            .AddLabQueueClient(options =>
                (options.BaseAddress, options.AuthKey, options.Username) = (server.Address, server.Key, "lab_clerk"))
            .AddPool();
        await using var provider = services.BuildServiceProvider();
        var keeper = provider.GetRequiredService<IHostedService>();
        await keeper.StartAsync(Token);

        (await provider.GetRequiredService<QueuePool>().IsQueuedAsync(Given.Uid("c1"), Token)).ShouldBeTrue();

        await keeper.StopAsync(Token);
    }

    private static FollowedPool Follow(RunningServer server) => new(new QueuePool(server.Client, server.Time));

    private sealed class FollowedPool : IAsyncDisposable
    {
        private readonly CancellationTokenSource _ending = new();
        private readonly Task _running;

        public FollowedPool(QueuePool pool)
        {
            Known = pool;
            _running = pool.RunAsync(_ending.Token);
        }

        public QueuePool Known { get; }

        public async Task UntilAsync(Func<QueuePool, bool> isTrue)
        {
            while (!isTrue(Known))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _ending.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _ending.Dispose();
        }
    }
}
