using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Api;

public sealed class ReportTests
{
    private const string Consumer = "consumer-1";

    [Theory]
    [InlineData("done")]
    [InlineData("fail")]
    [InlineData("timeout")]
    [InlineData("advance")]
    [InlineData("release")]
    public async Task A_stale_fence_is_a_conflict(string route)
    {
        await using var server = await ServerFixture.StartAsync();
        var fence = await TakeAsync(server);

        var refused = await server.PostAsync(
            route, new { task_uid = Given.Uid("t1"), fence = fence - 1, processed = Array.Empty<object>() });

        refused.Status.ShouldBe(409);
        refused.Message.ShouldBe("Conflict - Task is not yours any more");
        (await server.GetAsync("tasks/running")).TaskUids.ShouldBe([Given.Uid("t1")]);
    }

    [Fact]
    public async Task A_chunk_that_is_through_leaves_the_rest_to_be_done()
    {
        await using var server = await ServerFixture.StartAsync();
        var fence = await TakeAsync(server);

        var answer = await server.PostAsync("advance", new
        {
            task_uid = Given.Uid("t1"),
            fence,
            processed = new object[]
            {
                new { uid = "s1", outcome = "done" },
                new { uid = "s2", outcome = "refused", message = "verified already" },
            },
        });

        answer.Message.ShouldBe($"Task advanced: {Given.Uid("t1")}");
        answer.Json.GetProperty("remaining").GetInt32().ShouldBe(1);
        var task = answer.Json.GetProperty("task");
        task.GetProperty("status").GetString().ShouldBe("queued");
        task.GetProperty("uids").GetRawText().ShouldBe("[\"s3\"]");
        task.GetProperty("progress").GetRawText()
            .ShouldBe("{\"total\":3,\"done\":1,\"refused\":1,\"failed\":0,\"skipped\":0,\"remaining\":1}");
        (await server.GetAsync($"explain/{Given.Uid("t1")}")).Json.GetProperty("outcomes")[1].GetProperty("message")
            .GetString().ShouldBe("verified already");
    }

    [Theory]
    [InlineData("[]", "'processed' names no object")]
    [InlineData("[{\"uid\": \"zzz\", \"outcome\": \"done\"}]", "'processed' names what the task does not have: zzz")]
    [InlineData(
        "[{\"uid\": \"s1\", \"outcome\": \"done\"}, {\"uid\": \"b\", \"outcome\": \"done\"}, {\"uid\": \"c\", \"outcome\": \"done\"}]",
        "'processed' names what the task does not have: b, c")]
    public async Task An_advance_that_takes_nothing_off_the_task_is_refused_and_keeps_its_claim(string processed, string message)
    {
        await using var server = await ServerFixture.StartAsync();
        var fence = await TakeAsync(server);

        var refused = await server.PostTextAsync(
            "advance", $"{{\"task_uid\": \"{Given.Uid("t1")}\", \"fence\": {fence}, \"processed\": {processed}}}");

        refused.Status.ShouldBe(400);
        refused.Message.ShouldBe("Bad Request - " + message);
        (await server.GetAsync("tasks/running")).TaskUids.ShouldBe([Given.Uid("t1")]);
        (await server.GetAsync($"explain/{Given.Uid("t1")}")).Json.GetProperty("outcomes").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_reports_is_recorded_and_not_who_it_claims_to_be(bool isByPop)
    {
        await using var server = await ServerFixture.StartAsync();
        await server.AddUserAsync("labmanager", "manager-pass", "Manager", "Consumer");
        var fence = await TakeAsync(server);
        var report = new { kind = "done", task_uid = Given.Uid("t1"), fence, consumer_id = "somebody-else", reported_by = "me" };

        var answer = isByPop
            ? await server.PostAsync("pop", new { consumer_id = "consumer-2", lease = true, reports = new[] { report } }, "labmanager")
            : await server.PostAsync("done", report, "labmanager");

        answer.Status.ShouldBe(200);
        var explained = (await server.GetAsync($"explain/{Given.Uid("t1")}")).Json;
        explained.GetProperty("end").GetProperty("ended_by").GetString().ShouldBe(Consumer);
        explained.GetProperty("attempts")[0].GetProperty("consumer_id").GetString().ShouldBe(Consumer);
        explained.GetProperty("attempts")[0].GetProperty("reported_by").GetString().ShouldBe("labmanager");
    }

    [Fact]
    public async Task Another_report_of_the_same_claim_is_a_conflict_and_the_same_one_is_not()
    {
        await using var server = await ServerFixture.StartAsync();
        var fence = await TakeAsync(server);
        object Advance(string uid, string outcome) =>
            new { task_uid = Given.Uid("t1"), fence, processed = new[] { new { uid, outcome } } };
        await server.PostAsync("advance", Advance("s1", "done"));
        await server.PostAsync("pop", new { consumer_id = "consumer-2", lease = true });

        (await server.PostAsync("advance", Advance("s1", "done"))).Status.ShouldBe(200);
        (await server.PostAsync("advance", Advance("s2", "done"))).Status.ShouldBe(409);
        (await server.PostAsync("advance", Advance("s1", "refused"))).Status.ShouldBe(409);
    }

    [Fact]
    public async Task The_last_chunk_ends_the_task()
    {
        await using var server = await ServerFixture.StartAsync();
        var fence = await TakeAsync(server);

        var answer = await server.PostAsync("advance", new
        {
            task_uid = Given.Uid("t1"),
            fence,
            processed = new[] { "s1", "s2", "s3" }.Select(uid => new { uid, outcome = "done" }),
        });

        answer.Json.GetProperty("remaining").GetInt32().ShouldBe(0);
        (await server.GetAsync(Given.Uid("t1"))).Status.ShouldBe(404);
        (await server.GetAsync("history?status=done")).Json.GetProperty("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_consumer_that_stops_gives_its_task_back_untouched()
    {
        await using var server = await ServerFixture.StartAsync();
        var fence = await TakeAsync(server);

        var answer = await server.PostAsync("release", new { task_uid = Given.Uid("t1"), fence });

        answer.Message.ShouldBe($"Task released: {Given.Uid("t1")}");
        var task = answer.Json.GetProperty("task");
        task.GetProperty("status").GetString().ShouldBe("queued");
        task.GetProperty("retries").GetInt32().ShouldBe(3);
        task.TryGetProperty("fence", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_heartbeat_renews_what_is_held_and_tells_what_is_not()
    {
        await using var server = await ServerFixture.StartAsync();
        var fence = await TakeAsync(server);
        server.Clock.Advance(TimeSpan.FromSeconds(5));

        var answer = await server.PostAsync("heartbeat", new
        {
            consumer_id = Consumer,
            tasks = new object[] { new { task_uid = Given.Uid("t1"), fence }, new { task_uid = Given.Uid("t2"), fence = 1 } },
            lease = 60,
        });

        answer.Json.GetProperty("count").GetInt32().ShouldBe(2);
        answer.Item.GetProperty("held").GetBoolean().ShouldBeTrue();
        answer.Item.GetProperty("stop").GetBoolean().ShouldBeFalse();
        answer.Item.GetProperty("lease_until").GetDouble().ShouldBe(1_700_000_065);
        answer.Json.GetProperty("items")[1].GetProperty("held").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("{\"consumer_id\": \"abc\", \"tasks\": []}", 428)]
    [InlineData("{\"consumer_id\": \"consumer-1\", \"tasks\": [{\"task_uid\": \"x\", \"fence\": 1}]}", 412)]
    [InlineData("{\"consumer_id\": \"consumer-1\", \"tasks\": [{\"task_uid\": \"t1000000000000000000000000000000\"}]}", 400)]
    public async Task A_heartbeat_names_its_tasks_and_their_fences(string body, int status)
    {
        await using var server = await ServerFixture.StartAsync();

        (await server.PostTextAsync("heartbeat", body)).Status.ShouldBe(status);
    }

    private static async Task<long> TakeAsync(ServerFixture server)
    {
        await server.Queue.AddAsync(
            [Given.NewTask() with { Uids = ["s1", "s2", "s3"] }], Given.Clerk, TestContext.Current.CancellationToken);
        var taken = await server.PostAsync("pop", new { consumer_id = Consumer, lease = true });
        return taken.Json.GetProperty("fence").GetInt64();
    }
}
