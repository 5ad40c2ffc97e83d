using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Api;

public sealed class AddTests
{
    [Fact]
    public async Task An_answer_tells_what_was_added()
    {
        await using var server = await ServerFixture.StartAsync();

        var first = await server.PostAsync("add", Wish("t1"));
        var second = await server.PostAsync("add", Wish("t1"));

        first.Item.GetProperty("added").GetBoolean().ShouldBeTrue();
        first.Item.GetProperty("status").GetString().ShouldBe("queued");
        second.Status.ShouldBe(200);
        second.Item.GetProperty("added").GetBoolean().ShouldBeFalse();
        second.Item.GetProperty("status").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_list_is_added_as_a_whole()
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.PostAsync("add", new[] { Wish("t1"), Wish("t2"), Wish("t1") });

        answer.Json.GetProperty("count").GetInt32().ShouldBe(3);
        answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("added").GetBoolean())
            .ShouldBe([true, true, false]);
        (await server.GetAsync("tasks")).TaskUids.ShouldBe([Given.Uid("t1"), Given.Uid("t2")]);
    }

    [Fact]
    public async Task A_list_with_a_task_that_is_none_is_not_added_at_all()
    {
        await using var server = await ServerFixture.StartAsync();

        (await server.PostAsync("add", new object[] { Wish("t1"), new { name = "n" } })).Status.ShouldBe(406);
        (await server.PostAsync("add", new object[] { Wish("t1"), 5 })).Status.ShouldBe(406);
        (await server.PostAsync("add", Array.Empty<object>())).Status.ShouldBe(406);

        (await server.GetAsync("tasks")).TaskUids.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_has_at_most_1000_tasks()
    {
        await using var server = await ServerFixture.StartAsync();

        (await server.PostAsync("add", Enumerable.Range(0, 1_000).Select(i => Wish($"t{i}x")))).Status.ShouldBe(200);
        (await server.PostAsync("add", Enumerable.Range(0, 1_001).Select(i => Wish($"u{i}x")))).Status.ShouldBe(400);

        (await server.GetAsync("tasks")).Json.GetProperty("count").GetInt32().ShouldBe(1_000);
    }

    [Fact]
    public async Task What_LabQueue_adds_to_a_task_comes_back_with_it()
    {
        await using var server = await ServerFixture.StartAsync();
        var wish = new
        {
            task_uid = Given.Uid("t1"),
            name = "n",
            context_uid = "0",
            context_path = "/senaite/clients/c1",
            lane = "balance-1",
            not_before = 1_700_000_100.5,
            origin_uid = Given.Uid("t0"),
            reason = "the client's own field",
        };

        await server.PostAsync("add", wish);
        var task = (await server.GetAsync(Given.Uid("t1"))).Json;

        task.GetProperty("lane").GetString().ShouldBe("balance-1");
        task.GetProperty("not_before").GetDouble().ShouldBe(1_700_000_100.5);
        task.GetProperty("origin_uid").GetString().ShouldBe(Given.Uid("t0"));
        task.GetProperty("reason").GetString().ShouldBe("the client's own field");
    }

    [Fact]
    public async Task Once_also_refuses_what_the_history_knows()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.PostAsync("add", Wish("t1"));
        await server.PostAsync("delete", new { task_uid = Given.Uid("t1") });

        var again = await server.PostAsync("add", new
        {
            task_uid = Given.Uid("t1"),
            name = "n",
            context_uid = "0",
            context_path = "/senaite/clients/c1",
            once = true,
        });

        again.Item.GetProperty("added").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Who_consumes_and_acts_for_others_takes_tasks_over_as_failed()
    {
        await using var server = await ServerFixture.StartAsync(settings => settings with { Trust = TrustMode.Roles });
        await server.AddUserAsync("manager1", "a long pass phrase", "Manager");
        var failed = new
        {
            task_uid = Given.Uid("t1"),
            name = "n",
            context_uid = "0",
            context_path = "/senaite",
            username = "rita",
            error_message = "no luck",
            taken_over = "failed",
        };

        (await server.PostAsync("add", failed, "manager1")).Status.ShouldBe(403);
        (await server.PostAsync("add", failed)).Item.GetProperty("status").GetString().ShouldBe("failed");
        (await server.PostAsync("add", new { name = "n", context_uid = "0", context_path = "/s", taken_over = "done" })).Status
            .ShouldBe(400);

        var task = (await server.GetAsync(Given.Uid("t1"))).Json;
        task.GetProperty("status").GetString().ShouldBe("failed");
        task.GetProperty("username").GetString().ShouldBe("rita");
        task.GetProperty("error_message").GetString().ShouldBe("no luck");
    }

    private static object Wish(string uid) => new
    {
        task_uid = Given.Uid(uid),
        name = "n",
        context_uid = Given.Uid("c1"),
        context_path = "/senaite/clients/c1/x",
    };
}
