using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Api;

public sealed class ListTests
{
    [Fact]
    public async Task A_list_longer_than_a_page_comes_whole_and_in_order()
    {
        await using var server = await ServerFixture.StartAsync();
        await FillAsync(server, 2_500);

        var all = await server.GetAsync("tasks?complete=1");

        all.Json.GetProperty("count").GetInt32().ShouldBe(2_500);
        all.TaskUids.ShouldBe(Enumerable.Range(0, 2_500).Select(Uid));
        all.Json.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_list_can_be_asked_for_page_by_page()
    {
        await using var server = await ServerFixture.StartAsync();
        await FillAsync(server, 5);

        var first = await server.GetAsync("tasks?limit=3");
        var next = first.Json.GetProperty("next").GetString();
        var second = await server.PostAsync("tasks", new { limit = 3, after = next });

        first.TaskUids.ShouldBe(Enumerable.Range(0, 3).Select(Uid));
        second.TaskUids.ShouldBe(Enumerable.Range(3, 2).Select(Uid));
        second.Json.GetProperty("next").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("tasks", "junk")]
    [InlineData("tasks", "1.2.3")]
    [InlineData("tasks", "1.x.3.4")]
    [InlineData("history", "junk")]
    [InlineData("history", "1.5")]
    public async Task A_page_behind_a_place_that_is_none_is_refused(string route, string after)
    {
        await using var server = await ServerFixture.StartAsync();
        await FillAsync(server, 2);

        var answer = await server.GetAsync($"{route}?limit=1&after={after}");

        answer.Status.ShouldBe(400);
        answer.Message.ShouldNotBeNull().ShouldStartWith("Bad Request - 'after' ");
    }

    [Theory]
    [InlineData("1699999999", 2)]
    [InlineData("1700000000", 1)]
    [InlineData("\"1700000000\"", 1)]
    [InlineData("-1e300", 2)]
    [InlineData("1e300", 0)]
    public async Task Since_leaves_out_what_is_older(string since, int count)
    {
        await using var server = await ServerFixture.StartAsync();
        await FillAsync(server, 2);

        (await server.PostTextAsync("tasks", $"{{\"since\": {since}}}")).Json.GetProperty("count").GetInt32().ShouldBe(count);
    }

    [Fact]
    public async Task A_state_that_no_task_has_finds_nothing_and_makes_all_stale()
    {
        await using var server = await ServerFixture.StartAsync();
        await FillAsync(server, 1);

        (await server.GetAsync("tasks/ghost")).TaskUids.ShouldBeEmpty();
        (await server.GetAsync("uids/done")).Json.GetProperty("count").GetInt32().ShouldBe(0);
        (await server.PostAsync("diff", new { uids = new[] { Uid(0) }, status = "nonsense" })).Json.GetProperty("stale")
            .GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Only_tasks_of_a_name_or_a_person_can_be_asked_for()
    {
        await using var server = await ServerFixture.StartAsync();
        await FillAsync(server, 1);
        await server.Queue.AddAsync(
            [Given.NewTask("x", "other") with { Username = "maria" }], Given.Clerk, TestContext.Current.CancellationToken);

        (await server.GetAsync("tasks?name=other")).TaskUids.ShouldBe([Given.Uid("x")]);
        (await server.GetAsync("tasks?username=maria")).TaskUids.ShouldBe([Given.Uid("x")]);
    }

    [Fact]
    public async Task An_unknown_site_has_no_routes()
    {
        await using var server = await ServerFixture.StartAsync();

        var response = await server.Http.GetAsync(
            new Uri("elsewhere/@@API/senaite/v1/queue_server/tasks", UriKind.Relative), TestContext.Current.CancellationToken);
        var answer = await ServerAnswer.ReadAsync(response);

        answer.Status.ShouldBe(404);
        answer.Keys.ShouldBe(["success", "message", "_runtime"]);
    }

    [Fact]
    public async Task A_wrong_method_is_told_which_are_right()
    {
        await using var server = await ServerFixture.StartAsync();
        using var request = server.Request(HttpMethod.Get, "add");

        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(405);
        response.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Fact]
    public async Task The_address_is_answered_as_it_was_spelled()
    {
        await using var server = await ServerFixture.StartAsync();

        var response = await server.Http.GetAsync(
            new Uri("senaite/API/senaite/v1/", UriKind.Relative), TestContext.Current.CancellationToken);
        var answer = await ServerAnswer.ReadAsync(response);

        answer.Json.GetProperty("url").GetString().ShouldBe($"{server.Base}/API/senaite/v1/version");
        response.Headers.Server.ShouldBeEmpty();
    }

    private static string Uid(int number) => Given.Uid($"t{number:0000}x");

    private static async Task FillAsync(ServerFixture server, int count)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(1_000))
        {
            await server.Queue.AddAsync(
                [.. some.Select(number => Given.NewTask($"t{number:0000}x") with { Created = Given.Now.AddSeconds(number) })],
                Given.Clerk,
                TestContext.Current.CancellationToken);
        }
    }
}
