using System.Text.Json;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Api;

public sealed class PopTests
{
    private const string Consumer = "consumer-1";

    [Fact]
    public async Task A_pop_waits_for_work()
    {
        await using var server = await ServerFixture.StartAsync();
        var armed = server.Clock.TimerArmedAsync(TimeSpan.FromSeconds(30));

        var pop = server.PostAsync("pop", new { consumer_id = Consumer, wait = 30 });
        await armed;
        await AddAsync(server, "t1");

        (await pop).Json.GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task A_pop_that_waited_long_enough_gives_nothing()
    {
        await using var server = await ServerFixture.StartAsync();
        var armed = server.Clock.TimerArmedAsync(TimeSpan.FromSeconds(2.5));

        var pop = server.PostAsync("pop", new { consumer_id = Consumer, wait = 2.5 });
        await armed;
        server.Clock.Advance(TimeSpan.FromSeconds(2.5));

        (await pop).Keys.ShouldBe(["_runtime"]);
    }

    [Fact]
    public async Task A_pop_that_counts_is_answered_with_a_list()
    {
        await using var server = await ServerFixture.StartAsync(settings => settings with { Trust = TrustMode.Roles });
        await AddAsync(server, "t1", "t2", "t3");

        var some = await server.PostAsync("pop", new { consumer_id = Consumer, count = 2, lease = true });
        var none = await server.PostAsync("pop", new { consumer_id = Consumer, count = 2, lease = true, names = new[] { "x" } });

        some.TaskUids.ShouldBe([Given.Uid("t1"), Given.Uid("t2")]);
        some.Json.GetProperty("count").GetInt32().ShouldBe(2);
        some.Item.GetProperty("fence").GetInt64().ShouldBeGreaterThan(0);
        some.Item.GetProperty("lease_until").GetDouble().ShouldBe(1_700_000_015);
        some.Json.GetProperty("url").GetString().ShouldBe($"{server.Base}/@@API/senaite/v1/queue_server/pop");
        none.TaskUids.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_request_is_given_the_same_tasks()
    {
        await using var server = await ServerFixture.StartAsync(settings => settings with { Trust = TrustMode.Roles });
        await AddAsync(server, "t1", "t2");
        var request = new { consumer_id = Consumer, lease = 20, request_id = "r1" };

        var first = await server.PostAsync("pop", request);
        var again = await server.PostAsync("pop", request);

        again.Json.GetProperty("task_uid").GetString().ShouldBe(first.Json.GetProperty("task_uid").GetString());
        again.Json.GetProperty("fence").GetInt64().ShouldBe(first.Json.GetProperty("fence").GetInt64());
    }

    [Fact]
    public async Task Reports_are_carried_out_first_and_each_is_answered()
    {
        await using var server = await ServerFixture.StartAsync();
        await AddAsync(server, "t1", "t2");
        var first = await server.PostAsync("pop", new { consumer_id = Consumer, lease = true });
        var fence = first.Json.GetProperty("fence").GetInt64();

        var second = await server.PostAsync("pop", new
        {
            consumer_id = Consumer,
            lease = true,
            reports = new object[]
            {
                new { kind = "done", task_uid = Given.Uid("t1"), fence },
                new { kind = "fail", task_uid = Given.Uid("t1"), fence = fence + 1, error_message = "late" },
                new { kind = "release", task_uid = Given.Uid("t9") },
                new { kind = "timeout", task_uid = Given.Uid("t2") },
            },
        });

        second.Json.GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t2"));
        second.Json.GetProperty("reported").EnumerateArray()
            .Select(report => $"{report.GetProperty("kind")} {report.GetProperty("outcome")}")
            .ShouldBe(["done accepted", "fail not_found", "release not_found", "timeout not_running"]);
    }

    [Theory]
    [InlineData("{\"kind\": \"eaten\", \"task_uid\": \"UID\"}", 400)]
    [InlineData("{\"kind\": \"done\", \"task_uid\": \"short\"}", 412)]
    [InlineData("{\"kind\": \"advance\", \"task_uid\": \"UID\"}", 400)]
    [InlineData("{\"kind\": \"advance\", \"task_uid\": \"UID\", \"processed\": [{\"uid\": \"a\"}]}", 400)]
    [InlineData("{\"kind\": \"advance\", \"task_uid\": \"UID\", \"processed\": [{\"outcome\": \"done\"}]}", 400)]
    [InlineData("{\"kind\": \"advance\", \"task_uid\": \"UID\", \"processed\": [5]}", 400)]
    [InlineData("{\"kind\": \"done\", \"task_uid\": \"UID\", \"fence\": \"x\"}", 400)]
    public async Task A_report_that_cannot_be_read_stops_the_call(string report, int status)
    {
        await using var server = await ServerFixture.StartAsync();
        await AddAsync(server, "t1");
        var body = $"{{\"consumer_id\": \"{Consumer}\", \"reports\": [{report.Replace("UID", Given.Uid("t1"), StringComparison.Ordinal)}]}}";

        (await server.PostTextAsync("pop", body)).Status.ShouldBe(status);

        (await server.GetAsync("tasks/running")).TaskUids.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fence_may_be_text()
    {
        await using var server = await ServerFixture.StartAsync();
        await AddAsync(server, "t1");
        var taken = await server.PostAsync("pop", new { consumer_id = Consumer, lease = "15" });
        var fence = taken.Json.GetProperty("fence").GetRawText();

        (await server.PostAsync("done", new { task_uid = Given.Uid("t1"), fence })).Status.ShouldBe(200);
    }

    private static async Task AddAsync(ServerFixture server, params string[] uids)
    {
        // Each in a place of its own, so that none holds back another.
        var answer = await server.PostTextAsync("add", JsonSerializer.Serialize(uids.Select((uid, place) => new
        {
            task_uid = Given.Uid(uid),
            name = "n",
            context_uid = Given.Uid("c1"),
            context_path = $"/senaite/clients/c{place}/x",
        })));
        answer.Status.ShouldBe(200);
    }
}
