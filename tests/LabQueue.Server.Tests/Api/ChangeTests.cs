using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Api;

public sealed class ChangeTests
{
    [Fact]
    public async Task A_waiting_task_is_cancelled_at_once()
    {
        await using var server = await StartAsync();

        var answer = await server.PostAsync("cancel", new { task_uid = Given.Uid("t1"), reason = "by mistake" });

        answer.Message.ShouldBe($"Task cancelled: {Given.Uid("t1")}");
        var end = (await server.GetAsync("history")).Item;
        end.GetProperty("status").GetString().ShouldBe("cancelled");
        end.GetProperty("ended_by").GetString().ShouldBe(ServerFixture.Daemon);
        end.GetProperty("reason").GetString().ShouldBe("by mistake");
        end.GetProperty("task").GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task A_running_task_is_asked_to_stop()
    {
        await using var server = await StartAsync();
        var taken = await server.PostAsync("pop", new { consumer_id = "consumer-1", lease = true });
        var fence = taken.Json.GetProperty("fence").GetInt64();

        var answer = await server.PostAsync("cancel", new { task_uid = Given.Uid("t1") });
        var beat = await server.PostAsync(
            "heartbeat", new { consumer_id = "consumer-1", tasks = new[] { new { task_uid = Given.Uid("t1"), fence } } });

        answer.Message.ShouldBe($"Task cancel requested: {Given.Uid("t1")}");
        answer.Json.GetProperty("task").GetProperty("cancel_requested").GetBoolean().ShouldBeTrue();
        beat.Item.GetProperty("stop").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_paused_queue_gives_out_nothing_until_it_is_resumed()
    {
        await using var server = await StartAsync();

        var paused = await server.PostAsync("pause", new { reason = "maintenance" });
        var nothing = await server.PostAsync("pop", new { consumer_id = "consumer-1" });
        var stats = await server.GetAsync("stats");
        var resumed = await server.PostAsync("resume", new { });
        var something = await server.PostAsync("pop", new { consumer_id = "consumer-1" });

        paused.Json.GetProperty("paused").GetBoolean().ShouldBeTrue();
        nothing.Keys.ShouldBe(["_runtime"]);
        stats.Json.GetProperty("paused").GetBoolean().ShouldBeTrue();
        resumed.Message.ShouldBe("Queue resumed");
        something.Json.GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task A_consumer_is_made_quiet_and_given_work_again()
    {
        await using var server = await StartAsync();
        await server.PostAsync("pop", new { consumer_id = "consumer-1", names = new[] { "other" } });

        var quiet = await server.PostAsync("consumer", new { consumer_id = "consumer-1", mode = "quiet", reason = "maintenance" });
        var consumer = (await server.GetAsync("consumers")).Item;
        var nothing = await server.PostAsync("pop", new { consumer_id = "consumer-1" });
        var active = await server.PostAsync("consumer", new { consumer_id = "consumer-1", mode = "active" });
        var something = await server.PostAsync("pop", new { consumer_id = "consumer-1" });

        (quiet.Message, quiet.Json.GetProperty("mode").GetString()).ShouldBe(("Consumer is quiet: consumer-1", "quiet"));
        consumer.GetProperty("mode").GetString().ShouldBe("quiet");
        consumer.GetProperty("names")[0].GetString().ShouldBe("other");
        nothing.Keys.ShouldBe(["_runtime"]);
        active.Message.ShouldBe("Consumer is active: consumer-1");
        something.Json.GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task A_drained_consumer_is_told_to_stop_and_may_give_its_task_back()
    {
        await using var server = await StartAsync();
        var taken = await server.PostAsync("pop", new { consumer_id = "consumer-1", lease = true });
        var fence = taken.Json.GetProperty("fence").GetInt64();

        await server.PostAsync("consumer", new { consumer_id = "consumer-1", mode = "draining" });
        var beat = await server.PostAsync(
            "heartbeat", new { consumer_id = "consumer-1", tasks = new[] { new { task_uid = Given.Uid("t1"), fence } } });
        await server.PostAsync("release", new { task_uid = Given.Uid("t1"), consumer_id = "consumer-1", fence });

        beat.Item.GetProperty("stop").GetBoolean().ShouldBeTrue();
        (await server.GetAsync(Given.Uid("t1"))).Json.GetProperty("status").GetString().ShouldBe("queued");
    }

    [Theory]
    [InlineData("consumer-9", "quiet", 404, "Not Found - Consumer consumer-9")]
    [InlineData("consumer-9", "asleep", 400, "Bad Request - 'mode' must be active, quiet or draining")]
    [InlineData("c", "quiet", 428, "Precondition Required - No valid consumer id")]
    public async Task A_consumer_that_is_not_there_and_a_mode_that_is_none_are_refused(string consumer, string mode, int status, string message)
    {
        await using var server = await StartAsync();

        var refused = await server.PostAsync("consumer", new { consumer_id = consumer, mode });

        (refused.Status, refused.Message).ShouldBe((status, message));
    }

    [Theory]
    [InlineData("requeue")]
    [InlineData("delete")]
    [InlineData("cancel")]
    public async Task A_task_must_be_named_and_be_there(string route)
    {
        await using var server = await StartAsync();

        (await server.PostAsync(route, new { task_uid = "0" })).Status.ShouldBe(412);
        (await server.PostAsync(route, new { })).Status.ShouldBe(412);
        (await server.PostAsync(route, new { task_uid = Given.Uid("t9") })).Message.ShouldBe($"Not Found - Task {Given.Uid("t9")}");
    }

    [Fact]
    public async Task The_uid_in_the_address_wins()
    {
        await using var server = await StartAsync();

        var answer = await server.PostAsync($"requeue/{Given.Uid("t1")}", new { task_uid = Given.Uid("t9") });

        answer.Message.ShouldBe($"Task re-queued: {Given.Uid("t1")}");
        answer.Json.GetProperty("url").GetString().ShouldEndWith("/queue_server/requeue");
    }

    private static async Task<ServerFixture> StartAsync()
    {
        var server = await ServerFixture.StartAsync();
        await server.Queue.AddAsync([Given.NewTask()], Given.Clerk, TestContext.Current.CancellationToken);
        return server;
    }
}
