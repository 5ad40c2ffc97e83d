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
