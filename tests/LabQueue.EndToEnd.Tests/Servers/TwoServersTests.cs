using LabQueue.Client;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Servers;

/// <summary>Two servers that were started at the same time on one database: what is done through one is heard through the other.</summary>
public sealed class TwoServersTests : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private readonly string _key = FernetToken.NewKey();
    private readonly string _store = PostgresSchema.New();
    private ServerProcess _here = null!;
    private ServerProcess _there = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var servers = await Task.WhenAll(StartAsync("here"), StartAsync("there"));
        (_here, _there) = (servers[0], servers[1]);
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_consumer_that_waits_at_one_server_gets_the_task_that_is_added_through_the_other()
    {
        using var here = Connect(_here);
        using var there = Connect(_there);
        var pop = there.PopAsync(Given.LeasedPop() with { Wait = TimeSpan.FromSeconds(20) }, Token);

        await here.AddAsync([Given.NewTask()], Given.Clerk, Token);
        var claim = (await pop).Tasks.ShouldHaveSingleItem();
        var report = new TaskReport(ReportKind.Done, claim.TaskUid) { Fence = claim.Fence, ConsumerId = claim.ConsumerId };

        (await here.ReportAsync(report, Token)).Outcome.ShouldBe(ReportOutcome.Accepted);
        (await there.StatsAsync(Token)).Done.ShouldBe(1);
    }

    [Fact]
    public async Task Who_watches_at_one_server_hears_what_is_done_through_the_other()
    {
        using var here = Connect(_here);
        using var there = Connect(_there);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var events = there.WatchAsync(after: 0, stop.Token).GetAsyncEnumerator(stop.Token);

        await here.AddAsync([Given.NewTask()], Given.Clerk, Token);

        (await events.MoveNextAsync()).ShouldBeTrue();
        (events.Current.Kind, events.Current.TaskUid).ShouldBe(("added", Given.Uid("t1")));
        await stop.CancelAsync();
    }

    [Fact]
    public async Task Work_goes_on_through_one_server_while_the_other_is_killed_and_comes_back()
    {
        using var here = Connect(_here);
        await here.AddAsync([Given.NewTask()], Given.Clerk, Token);
        await _there.KillAsync();

        var claim = (await here.PopAsync(Given.LeasedPop(), Token)).Tasks.ShouldHaveSingleItem();
        await _there.DisposeAsync();
        _there = await ServerProcess.StartAsync(_there.Setup, Token);
        using var there = Connect(_there);

        (await there.FindAsync(claim.TaskUid, Token)).ShouldNotBeNull().Fence.ShouldBe(claim.Fence);
    }

    private static QueueClient Connect(ServerProcess server) => new(new QueueClientOptions
    {
        BaseAddress = new Uri(server.Setup.Portal),
        AuthKey = server.Setup.Key,
        Username = "queue_daemon",
    });

    private async Task<ServerProcess> StartAsync(string name)
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        return await ServerProcess.StartAsync(new ServerSetup(data) { Key = _key, Options = ["--store", _store] }, Token);
    }
}
