using System.Net;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.EndToEnd.Tests.Storm;
using LabQueue.TestKit;
using LabQueue.TestKit.Network;

namespace LabQueue.EndToEnd.Tests.Servers;

/// <summary>Several servers share a database under load, while they are killed, or the database is: nothing acknowledged is lost.</summary>
public sealed class ServerStormTests
{
    // A server that is cut off gives a connection up soon, so that the small trial is short.
    private const string Hasty = ";Timeout=1;Command Timeout=2;Cancellation Timeout=200;Options=-c idle_in_transaction_session_timeout=2000";

    private static readonly TimeSpan Load = TimeSpan.FromMilliseconds(700);
    private static readonly LineFault[] Faults = [LineFault.Reset, LineFault.Silence, LineFault.LostAnswers, LineFault.CutAnswers];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task P5_Four_servers_that_are_killed_by_chance_break_no_invariant() => Check(await KillServersAsync(kills: 4));

    [Fact]
    [Trait("Category", "Long")]
    public async Task P5_Four_servers_that_are_killed_fifty_times_break_no_invariant() =>
        Keep("postgres-servers-killed", "Four servers on one PostgreSQL database, killed with signal 9 under load", await KillServersAsync(kills: 50));

    [Fact]
    public async Task P2_A_database_that_is_restarted_and_killed_breaks_no_invariant() => Check(await RestartAsync(rounds: 1));

    [Fact]
    [Trait("Category", "Long")]
    public async Task P2_A_database_that_is_restarted_and_killed_twenty_times_each_breaks_no_invariant() =>
        Keep("postgres-restarts", "PostgreSQL restarted fast, immediately and by signal 9 under two servers and load", await RestartAsync(rounds: 20));

    [Fact]
    public async Task P3_Nothing_is_lost_when_a_synchronous_standby_takes_over() => Check(await FailOverAsync(times: 1));

    [Fact]
    [Trait("Category", "Long")]
    public async Task P3_Nothing_is_lost_when_a_synchronous_standby_takes_over_ten_times() =>
        Keep("postgres-failover", "Primary killed with signal 9, synchronous standby promoted, under two servers and load", await FailOverAsync(times: 10));

    [Fact]
    public async Task P7_Sixteen_connections_never_see_a_deadlock() => Check((await HuntDeadlocksAsync(TimeSpan.FromSeconds(2))).Result);

    [Fact]
    [Trait("Category", "Long")]
    public async Task P7_Sixteen_connections_never_see_a_deadlock_in_half_an_hour()
    {
        var (result, deadlocks) = await HuntDeadlocksAsync(TimeSpan.FromMinutes(30));
        Keep(
            "postgres-deadlocks", "Sixteen connections of two servers on one PostgreSQL database for half an hour", result,
            ("Deadlocks that the database broke up, and a server tried again", deadlocks));
    }

    [Fact]
    public async Task N1_A_line_to_the_database_that_breaks_breaks_no_invariant() =>
        Check(await PartAsync(roundsOfEach: 1, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1), Hasty));

    [Fact]
    [Trait("Category", "Long")]
    public async Task N1_A_line_to_the_database_that_breaks_for_up_to_a_minute_breaks_no_invariant() => Keep(
        "postgres-partition", "Two servers parted from their PostgreSQL database, one at a time and both",
        await PartAsync(roundsOfEach: 5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), access: string.Empty));

    private static async Task<StormResult> KillServersAsync(int kills)
    {
        var random = new Random((int)Seed.Value);
        await using var servers = await SeveralServers.StartAsync(PostgresSchema.New(), count: 4, Token);
        return await StormAsync(servers, kills, async stop =>
        {
            var server = servers.All[random.Next(servers.All.Count)];
            await server.KillAsync();
            await Task.Delay(Load / 2, TimeProvider.System, stop);
            await server.StartAsync(failPoint: null, stop);
        });
    }

    private static async Task<StormResult> RestartAsync(int rounds)
    {
        SkipWithoutPostgres();
        await using var cluster = OwnCluster.Create();
        await using var servers = await SeveralServers.StartAsync(cluster.ConnectionString, count: 2, Token);
        Action[] ends = [() => cluster.Restart("fast"), () => cluster.Restart("immediate"), cluster.KillAndStart];
        var number = 0;
        return await StormAsync(servers, rounds * ends.Length, stop => Task.Run(ends[number++ % ends.Length], stop), isOutage: true);
    }

    private static async Task<StormResult> FailOverAsync(int times)
    {
        SkipWithoutPostgres();
        var primary = OwnCluster.Create();
        var standby = await FollowAsync(primary);
        try
        {
            await using var servers = await SeveralServers.StartAsync(OwnCluster.ConnectionStringOf(primary, standby), count: 2, Token);
            return await StormAsync(servers, times, async stop =>
            {
                primary.Kill();
                await standby.SetSynchronousAsync(isSynchronous: false, stop);
                standby.Promote();
                await Task.Delay(Load, TimeProvider.System, stop);
                primary.Follow(standby);
                await standby.SetSynchronousAsync(isSynchronous: true, stop);
                await standby.WaitForStandbyAsync(isSynchronous: true, stop);
                (primary, standby) = (standby, primary);
            }, isOutage: true);
        }
        finally
        {
            await primary.DisposeAsync();
            await standby.DisposeAsync();
        }
    }

    private static async Task<OwnCluster> FollowAsync(OwnCluster primary)
    {
        var standby = primary.CreateStandby();
        await primary.SetSynchronousAsync(isSynchronous: true, Token);
        await primary.WaitForStandbyAsync(isSynchronous: true, Token);
        return standby;
    }

    private static async Task<(StormResult Result, string Deadlocks)> HuntDeadlocksAsync(TimeSpan length)
    {
        SkipWithoutPostgres();
        await using var cluster = OwnCluster.Create();
        await using var servers = await SeveralServers.StartAsync(cluster.ConnectionString, count: 2, Token);
        var result = await StormAsync(servers, troubles: 1, stop => Task.Delay(length, TimeProvider.System, stop), clients: 16);
        return (result with { Kills = 0 }, await cluster.CountDeadlocksAsync(Token));
    }

    // Each server has a line of its own: the first one's breaks, then the other's, then both.
    private static async Task<StormResult> PartAsync(int roundsOfEach, TimeSpan shortest, TimeSpan longest, string access)
    {
        SkipWithoutPostgres();
        var random = new Random((int)Seed.Value);
        await using var cluster = OwnCluster.Create(FreePort.Find());
        var database = new IPEndPoint(IPAddress.Loopback, cluster.Port!.Value);
        await using var first = TcpProxy.Start(IPAddress.Loopback, database);
        await using var second = TcpProxy.Start(IPAddress.Loopback, database);
        await using var servers = await SeveralServers.StartAsync(
            [.. new[] { first, second }.Select(proxy => OwnCluster.ConnectionStringAt(proxy.Address) + access)], Token);
        TcpProxy[][] lines = [[first], [second], [first, second]];
        var number = 0;
        return await StormAsync(servers, roundsOfEach * Faults.Length, async stop =>
        {
            var broken = lines[number % lines.Length];
            var fault = Faults[number++ % Faults.Length];
            Array.ForEach(broken, line => line.Break(fault));
            await Task.Delay(shortest * Math.Pow(longest / shortest, random.NextDouble()), TimeProvider.System, stop);
            Array.ForEach(broken, line => line.Mend());
            await Task.WhenAll(servers.All.Select(server => WriteAgainAsync(server, stop)));
        }, isOutage: true);
    }

    // A connection that is half-open keeps the site's lock until it is given up, on either side.
    private static async Task WriteAgainAsync(StormServer server, CancellationToken stop)
    {
        using var api = new QueueApi(server.Setup, timeout: TimeSpan.FromSeconds(60));
        while ((await api.PostAsync("settings", StormRun.Settings, stop)).Status != 200)
        {
        }
    }

    // Some load, then trouble, again and again, and some load at the end.
    private static async Task<StormResult> StormAsync(
        SeveralServers servers, int troubles, Func<CancellationToken, Task> trouble, bool isOutage = false, int clients = StormRun.Clients)
    {
        var times = new List<(DateTimeOffset From, DateTimeOffset To)>();
        var result = await StormRun.RunAsync(
            servers.All,
            (int)Seed.Value,
            async (running, stop) =>
            {
                for (var i = 0; i < troubles; i++)
                {
                    await LoadAsync(running, stop);
                    var from = TimeProvider.System.GetUtcNow();
                    await trouble(stop);
                    times.Add((from, TimeProvider.System.GetUtcNow()));
                }

                await LoadAsync(running, stop);
            },
            Token,
            clients: clients);
        return result with { Kills = troubles, Outages = isOutage ? times : [] };
    }

    // A client that breaks off ends the storm: its task then holds why.
    private static async Task LoadAsync(Task[] clients, CancellationToken stop)
    {
        var broken = Task.WhenAny(clients);
        if (await Task.WhenAny(broken, Task.Delay(Load, TimeProvider.System, stop)) == broken)
        {
            await await broken;
        }
    }

    private static void Check(StormResult result)
    {
        StormChecker.Find(result).ShouldBeEmpty(KillStormTests.Describe(result));
        result.Asked.Adds.ShouldContain(add => add.Added == true);
    }

    private static void Keep(string name, string title, StormResult result, params IReadOnlyList<(string, string)> more)
    {
        var violations = StormChecker.Find(result);
        Evidence.Write(name, title, [.. KillStormTests.Figures(result), .. more], violations);
        violations.ShouldBeEmpty(KillStormTests.Describe(result));
    }

    private static void SkipWithoutPostgres() => Assert.SkipUnless(OwnCluster.IsThere, PostgresSchema.Missing);
}
