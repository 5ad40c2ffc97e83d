using System.Globalization;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Servers;

/// <summary>P3 with a standby that the primary does not wait for: what it had not heard of is lost, and nothing else.</summary>
/// <remarks>docs/guides/run-on-postgresql.md says so to those who choose a standby.</remarks>
public sealed class AsynchronousStandbyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_standby_had_not_heard_of_is_lost_and_nothing_else()
    {
        Assert.SkipUnless(OwnCluster.IsThere, PostgresSchema.Missing);
        await using var primary = OwnCluster.Create();
        await using var standby = primary.CreateStandby();
        await primary.WaitForStandbyAsync(isSynchronous: false, Token);
        await using var servers = await SeveralServers.StartAsync(OwnCluster.ConnectionStringOf(primary, standby), count: 2, Token);
        using var one = new QueueApi(servers.All[0].Setup, timeout: Patience);
        using var other = new QueueApi(servers.All[1].Setup, timeout: Patience);
        await AddAsync(one, "kept", count: 20);
        await primary.WaitForStandbyToHaveAllAsync(Token);
        await standby.StopFollowingAsync(Token);
        await AddAsync(one, "late", count: 20);

        primary.Kill();
        standby.Promote();

        // Acknowledged, and gone with the primary.
        (await UidsAsync(other)).ShouldBe(Uids("kept", 20), ignoreOrder: true);

        // Who still has them adds them again, by the same uids; what is there already is not added twice.
        await AddAsync(other, "late", count: 20);
        await AddAsync(other, "kept", count: 20, areThere: true);
        (await UidsAsync(one)).ShouldBe([.. Uids("kept", 20), .. Uids("late", 20)], ignoreOrder: true);

        // Both servers hear of what happens through the other, though its numbers begin again before what they heard last.
        var waiting = one.PostAsync("pop", new { consumer_id = "storm-1", names = new[] { "afterwards" }, lease = 30, wait = 20 }, Token);
        await AddAsync(other, "afterwards", count: 1, name: "afterwards");
        (await waiting)["task_uid"].GetString().ShouldBe(Uids("afterwards", 1)[0]);
    }

    private static async Task AddAsync(QueueApi api, string kind, int count, string name = "task_kept", bool areThere = false)
    {
        var tasks = Uids(kind, count).Select(uid => new
        {
            task_uid = uid,
            name,
            context_uid = Given.Uid(uid),
            context_path = "/senaite/setup",
            once = true,
        });
        var answer = await api.PostAsync("add", tasks, Token);
        answer.Status.ShouldBe(200, answer.ToString());
        answer["items"].EnumerateArray().Select(item => item.GetProperty("added").GetBoolean()).ShouldAllBe(added => added != areThere);
    }

    private static async Task<string[]> UidsAsync(QueueApi api)
    {
        var answer = await api.GetAsync("uids", Token);
        answer.Status.ShouldBe(200, answer.ToString());
        return [.. answer["items"].EnumerateArray().Select(uid => uid.GetString()!)];
    }

    private static string[] Uids(string kind, int count) =>
        [.. Enumerable.Range(1, count).Select(number => Given.Uid(kind + number.ToString(CultureInfo.InvariantCulture)))];
}
