using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Access;

public sealed class RightsTests
{
    private static readonly object Task1 = new
    {
        task_uid = Given.Uid("t1"),
        name = "n",
        context_uid = Given.Uid("c1"),
        context_path = "/senaite/clients/c1",
        uids = Given.Uids("s1"),
        username = "somebody_else",
    };

    private static readonly object OfTask1 = new { task_uid = Given.Uid("t1") };

    [Theory]
    [InlineData("Manager", 200, 200, 200, 200, 200)]
    [InlineData("LabClerk", 200, 403, 200, 403, 200)]
    [InlineData("Analyst", 200, 403, 403, 403, 200)]
    [InlineData("RegulatoryInspector", 403, 403, 403, 403, 200)]
    [InlineData("Consumer", 200, 200, 403, 403, 200)]
    [InlineData("Client", 403, 403, 403, 403, 403)]
    public async Task A_role_opens_some_routes(string role, int add, int pop, int manage, int settings, int look)
    {
        await using var server = await StartAsync();
        await server.AddUserAsync("user", "secret", role);

        (await server.PostAsync("add", Task1, "user")).Status.ShouldBe(add);
        (await server.PostAsync("pop", new { consumer_id = "test-1" }, "user")).Status.ShouldBe(pop);
        (await server.PostAsync("pause", new { }, "user")).Status.ShouldBe(manage);
        (await server.PostAsync("consumer", new { consumer_id = "test-9", mode = "quiet" }, "user")).Status.ShouldBe(manage == 200 ? 404 : manage);
        (await server.GetAsync("settings", "user")).Status.ShouldBe(settings);
        (await server.GetAsync("stats", "user")).Status.ShouldBe(look);
    }

    [Fact]
    public async Task A_refusal_says_which_right_is_missing()
    {
        await using var server = await StartAsync();
        await server.AddUserAsync("user", "secret", "Analyst");

        var refused = await server.PostAsync("delete", OfTask1, "user");

        refused.Status.ShouldBe(403);
        refused.Message.ShouldBe("Forbidden - Your roles do not allow this: manage");
        refused.Json.GetProperty("success").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("Consumer", "somebody_else")]
    [InlineData("LabClerk", "user")]
    [InlineData("Manager", "user")]
    public async Task A_task_runs_as_the_caller_unless_the_caller_may_act_for_others(string role, string username)
    {
        await using var server = await StartAsync();
        await server.AddUserAsync("user", "secret", role);

        var added = await server.PostAsync("add", Task1, "user");

        added.Item.GetProperty("username").GetString().ShouldBe(username);
    }

    [Fact]
    public async Task Who_may_not_look_sees_own_tasks_and_no_others()
    {
        await using var server = await StartAsync();
        await server.AddUserAsync("contact", "secret", "Client");
        var cancel = TestContext.Current.CancellationToken;
        await server.Queue.AddAsync([Given.NewTask("t1") with { Username = "contact", Uids = Given.Uids("s1") }], Given.Clerk, cancel);
        await server.Queue.AddAsync([Given.NewTask("t2") with { Uids = Given.Uids("s2") }], Given.Clerk, cancel);

        (await server.GetAsync("tasks", "contact")).TaskUids.ShouldBe([Given.Uid("t1")]);
        (await server.PostAsync("diff", new { }, "contact")).TaskUids.ShouldBe([Given.Uid("t1")]);
        (await server.GetAsync("tasks?username=lab_clerk", "contact")).TaskUids.ShouldBe([Given.Uid("t1")]);
        (await server.PostAsync("search", new { uid = Given.Uid("c1") }, "contact")).TaskUids.ShouldBe([Given.Uid("t1")]);
        (await server.GetAsync("uids", "contact")).Json.GetProperty("items").EnumerateArray()
            .Select(uid => uid.GetString()).ShouldBe([Given.Uid("s1"), Given.Uid("c1")], ignoreOrder: true);
        (await server.GetAsync(Given.Uid("t1"), "contact")).Status.ShouldBe(200);
        (await server.GetAsync(Given.Uid("t2"), "contact")).Status.ShouldBe(404);
        (await server.GetAsync($"explain/{Given.Uid("t2")}", "contact")).Status.ShouldBe(404);
        await server.PostAsync("delete", new { task_uid = Given.Uid("t1") });
        await server.PostAsync("delete", new { task_uid = Given.Uid("t2") });
        (await server.GetAsync("history", "contact")).Json.GetProperty("count").GetInt32().ShouldBe(1);
    }

    private static Task<ServerFixture> StartAsync() =>
        ServerFixture.StartAsync(settings => settings with { Trust = TrustMode.Roles });
}
