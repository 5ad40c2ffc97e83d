using System.Text.Json;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Api;

public sealed class LookTests
{
    [Fact]
    public async Task The_history_can_be_followed_by_a_cursor()
    {
        await using var server = await ServerFixture.StartAsync();
        await EndAsync(server, "t1", "t2", "t3");

        var first = await server.GetAsync("history?limit=2");
        var cursor = first.Json.GetProperty("items")[1].GetProperty("number").GetInt64();
        var rest = await server.GetAsync($"history?after={cursor}");
        var newest = await server.GetAsync("history?newest_first=true&limit=1&status=deleted&status=done");

        Ends(first).ShouldBe([Given.Uid("t1"), Given.Uid("t2")]);
        Ends(rest).ShouldBe([Given.Uid("t3")]);
        Ends(newest).ShouldBe([Given.Uid("t3")]);
        rest.Json.GetProperty("last").GetInt64().ShouldBe(rest.Item.GetProperty("number").GetInt64());
        (await server.GetAsync("history?status=queued_up")).Status.ShouldBe(400);
        (await server.GetAsync("history?limit=1001")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Tasks_are_found_by_words_whether_they_wait_or_have_ended()
    {
        await using var server = await ServerFixture.StartAsync();
        await EndAsync(server, "t1");
        await server.Queue.AddAsync(
            [Given.NewTask("t2", place: "W-0005"), Given.NewTask("t3", place: "W-0006") with { Priority = 4, NotBefore = Given.Now.AddHours(1) }],
            Given.Clerk,
            TestContext.Current.CancellationToken);

        var all = await server.GetAsync("find?text=receive&wait=2");
        var one = await server.GetAsync("find?text=w-0005&status=queued&wait=2");
        var page = await server.GetAsync("find?limit=1&wait=2");
        var rest = await server.GetAsync($"find?wait=2&before={page.Json.GetProperty("next").GetInt64()}");

        Found(all).ShouldBe([(Given.Uid("t3"), false), (Given.Uid("t2"), false), (Given.Uid("t1"), true)]);
        all.Json.GetProperty("known").GetDouble().ShouldBe(Given.Now.ToUnixTimeSeconds());
        Found(one).ShouldBe([(Given.Uid("t2"), false)]);
        Found(page).Concat(Found(rest)).ShouldBe(Found(all));
        Found(await server.GetAsync("find?priority=4&wait=2")).ShouldBe([(Given.Uid("t3"), false)]);
        (await server.GetAsync("tasks?scheduled=true&limit=5")).Item.GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t3"));
        foreach (var wrong in (string[])["find?status=queued_up", "find?limit=1001", "find?wait=3", "find?before=x", "find?priority=x", "tasks?scheduled=1&after=x"])
        {
            (await server.GetAsync(wrong)).Status.ShouldBe(400, wrong);
        }
    }

    [Fact]
    public async Task A_task_is_explained_while_it_is_there_and_after()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.Queue.AddAsync([Given.NewTask()], Given.Clerk, TestContext.Current.CancellationToken);
        await server.PostAsync("pop", new { consumer_id = "consumer-1" });

        var running = (await server.GetAsync($"explain/{Given.Uid("t1")}")).Json;
        await server.PostAsync("done", new { task_uid = Given.Uid("t1") });
        var ended = (await server.GetAsync($"explain/{Given.Uid("t1")}")).Json;

        running.GetProperty("end").ValueKind.ShouldBe(JsonValueKind.Null);
        running.GetProperty("attempts")[0].GetProperty("consumer_id").GetString().ShouldBe("consumer-1");
        ended.GetProperty("end").GetProperty("status").GetString().ShouldBe("done");
        ended.GetProperty("attempts")[0].GetProperty("outcome").GetString().ShouldBe("done");
        (await server.GetAsync($"explain/{Given.Uid("t9")}")).Status.ShouldBe(404);
        (await server.GetAsync($"explain/{new string('-', 32)}")).Status.ShouldBe(412);
    }

    [Fact]
    public async Task The_queue_is_told_in_figures()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.Queue.AddAsync(
            [Given.NewTask(), Given.NewTask("t2", "other")], Given.Clerk, TestContext.Current.CancellationToken);
        await server.PostAsync("pop", new { consumer_id = "consumer-1", version = "test 1.0" });

        await server.Store.SweepAsync(TestContext.Current.CancellationToken);
        var stats = (await server.GetAsync("stats")).Json;
        var consumer = (await server.GetAsync("consumers")).Item;

        stats.GetProperty("queued").GetInt64().ShouldBe(1);
        stats.GetProperty("running").GetInt64().ShouldBe(1);
        stats.GetProperty("oldest_queued").GetDouble().ShouldBe(1_700_000_000);
        stats.GetProperty("names").GetArrayLength().ShouldBe(2);
        stats.GetProperty("minutes")[0].GetProperty("added").GetInt64().ShouldBe(2);
        consumer.GetProperty("consumer_id").GetString().ShouldBe("consumer-1");
        consumer.GetProperty("leased").GetBoolean().ShouldBeFalse();
        consumer.GetProperty("version").GetString().ShouldBe("test 1.0");
        consumer.GetProperty("running")[0].GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task Settings_are_changed_all_or_none_and_shown_without_keys()
    {
        await using var server = await ServerFixture.StartAsync();

        var changed = await server.PostAsync("settings", new { max_retries = 5, exact_pairs = true, reason = "trial" });
        var refused = await server.PostAsync("settings", new { max_retries = 6, no_such_setting = 1 });
        var refusedToo = await server.PostAsync("settings", new { max_seconds_unlock = 5 });
        var shown = await server.GetAsync("settings");

        changed.Json.GetProperty("max_retries").GetInt32().ShouldBe(5);
        refused.Status.ShouldBe(400);
        refused.Message.ShouldStartWith("Bad Request - There is no setting 'no_such_setting'.");
        refusedToo.Message.ShouldBe("Bad Request - 'max_seconds_unlock' cannot be 5: it takes a whole number from 30 to 1800.");
        shown.Json.GetProperty("max_retries").GetInt32().ShouldBe(5);
        shown.Json.GetProperty("exact_pairs").GetBoolean().ShouldBeTrue();
        shown.Text.ShouldNotContain(server.Key);
        shown.Keys.ShouldNotContain("auth_key");
    }

    [Fact]
    public async Task Settings_say_what_a_task_gets_whatever_else_is_kept()
    {
        await using var server = await ServerFixture.StartAsync(
            settings => settings with { Trust = TrustMode.Original, MinSecondsTask = 0, MaxRetries = 0, MaxSecondsUnlock = 5 });
        await server.PostAsync("add", new { name = "task_x", context_uid = "0", context_path = "/senaite" });

        var settings = (await server.GetAsync("settings")).Json;
        var task = (await server.GetAsync("tasks?complete=1")).Item;

        foreach (var (setting, field) in new[]
        {
            ("min_seconds_task", "min_seconds"), ("max_retries", "retries"), ("max_seconds_unlock", "max_seconds"),
        })
        {
            settings.GetProperty(setting).GetInt32().ShouldBe(task.GetProperty(field).GetInt32(), setting);
        }

        settings.GetProperty("min_seconds_task").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task An_instance_that_is_not_the_server_says_so_and_can_be_told_otherwise()
    {
        await using var server = await ServerFixture.StartAsync(
            settings => settings with { Server = "http://elsewhere:8080/senaite" });

        (await server.GetAsync("tasks", user: string.Empty)).Message.ShouldBe("Method Not Allowed - Not a Queue Server");
        (await server.GetAsync(Given.Uid("t1"))).Status.ShouldBe(504);
        (await server.PostAsync("settings", new { server = server.Base.ToUpperInvariant() + "/" })).Status.ShouldBe(200);
        (await server.GetAsync("tasks")).Status.ShouldBe(200);
    }

    private static async Task EndAsync(ServerFixture server, params string[] uids)
    {
        foreach (var uid in uids)
        {
            await server.Queue.AddAsync([Given.NewTask(uid)], Given.Clerk, TestContext.Current.CancellationToken);
            await server.PostAsync("delete", new { task_uid = Given.Uid(uid) });
        }
    }

    private static IEnumerable<string?> Ends(ServerAnswer history) => history.Json.GetProperty("items").EnumerateArray()
        .Select(entry => entry.GetProperty("task").GetProperty("task_uid").GetString());

    private static IEnumerable<(string? Uid, bool IsEnded)> Found(ServerAnswer answer) =>
        answer.Json.GetProperty("items").EnumerateArray().Select(item => (
            item.GetProperty("task").GetProperty("task_uid").GetString(),
            item.GetProperty("end").ValueKind == JsonValueKind.Object));
}
