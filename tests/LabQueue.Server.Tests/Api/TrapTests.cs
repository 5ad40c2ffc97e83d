using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Api;

/// <summary>What the original's routes did wrong, and ours do not (<c>lims-domain</c>, section 10.1).</summary>
public sealed class TrapTests
{
    private static readonly object Wish = new
    {
        task_uid = Given.Uid("t1"),
        name = "n",
        context_uid = Given.Uid("c1"),
        context_path = "/senaite/clients/c1",
        username = "labmanager",
    };

    private static readonly string[] Names = ["add", "requeue", "delete", "done", "fail", "timeout"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task T24_The_link_of_a_task_leads_to_it_and_requeue_of_one_that_is_gone_is_told()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.PostAsync("add", Wish);
        var link = (await server.GetAsync("tasks")).Item.GetProperty("task_url").GetString().ShouldNotBeNull();
        var prefix = $"{server.Base}/@@API/senaite/v1/queue_server/";

        link.ShouldStartWith(prefix);
        (await server.GetAsync(link[prefix.Length..])).Json.GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t1"));
        (await server.PostAsync("delete", new { task_uid = Given.Uid("t1") })).Status.ShouldBe(200);
        (await server.PostAsync("requeue", new { task_uid = Given.Uid("t1") })).Status.ShouldBe(404);
        (await server.GetAsync(link[prefix.Length..])).Status.ShouldBe(404);
    }

    [Fact]
    public async Task T25_A_clients_contact_neither_adds_nor_takes_nor_ends_nor_removes_anybodys_task()
    {
        await using var server = await StartAsync();
        await server.AddUserAsync("rita", "secret", "Client");
        await server.Queue.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);

        foreach (var route in Names)
        {
            (await server.PostAsync(route, Wish, "rita")).Status.ShouldBe(403, route);
        }

        (await server.PostAsync("pop", new { consumer_id = "rita-1" }, "rita")).Status.ShouldBe(403);
        (await server.GetAsync("tasks", "rita")).TaskUids.ShouldBeEmpty();
        (await server.Queue.FindAsync(Given.Uid("t1"), Token)).ShouldNotBeNull().Status.ShouldBe(QueueTaskStatus.Queued);
    }

    [Fact]
    public async Task T25_A_task_runs_as_who_added_it_whatever_name_was_sent()
    {
        await using var server = await StartAsync();
        await server.AddUserAsync("analyst1", "secret", "Analyst");

        (await server.PostAsync("add", Wish, "analyst1")).Item.GetProperty("username").GetString().ShouldBe("analyst1");
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("gAAAAA==")]
    [InlineData(" ")]
    public async Task T26_A_token_that_cannot_be_read_is_nobodys_and_breaks_nothing(string token)
    {
        await using var server = await ServerFixture.StartAsync();

        (await AskAsync(server, token)).Status.ShouldBe(401);
        server.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task T26_A_name_with_a_colon_is_that_name_and_a_key_makes_nobody_who_is_not_there()
    {
        await using var server = await StartAsync();
        await server.AddUserAsync("lab:anna", "secret", "Analyst");

        (await AskAsync(server, FernetToken.Create(server.Key, "lab:anna", Given.Now))).Status.ShouldBe(200);
        (await AskAsync(server, FernetToken.Create(server.Key, "lab", Given.Now))).Status.ShouldBe(401);
        (await AskAsync(server, FernetToken.Create(server.Key, "lab:anna", Given.Now.AddSeconds(-60)))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task T51_Another_server_whose_address_is_part_of_ours_is_another_and_a_change_counts_at_once()
    {
        await using var server = await ServerFixture.StartAsync();
        string[] others = [server.Base[..^1], $"{server.Base}2", server.Base.Replace("127.0.0.1", "127.0.0.10", StringComparison.Ordinal)];
        foreach (var other in others)
        {
            await SetServerAsync(server, other);
            (await server.GetAsync("tasks")).Message.ShouldBe("Method Not Allowed - Not a Queue Server", other);
        }

        foreach (var own in new[] { server.Base, $"{server.Base.ToUpperInvariant()}/", string.Empty })
        {
            await SetServerAsync(server, own);
            (await server.GetAsync("tasks")).Status.ShouldBe(200, own);
        }
    }

    [Theory]
    [InlineData("Manager", 200)]
    [InlineData("Site Administrator", 200)]
    [InlineData("LabManager", 200)]
    [InlineData("LabClerk", 403)]
    [InlineData("Analyst", 403)]
    [InlineData("Consumer", 403)]
    [InlineData("Client", 403)]
    public async Task T52_Settings_are_for_those_who_administer_and_for_no_clerk(string role, int status)
    {
        await using var server = await StartAsync();
        await server.AddUserAsync("somebody", "secret", role);

        (await server.PostAsync("settings", new { max_retries = 1 }, "somebody")).Status.ShouldBe(status);
        (await server.GetAsync("settings", "somebody")).Status.ShouldBe(status);
    }

    private static Task<ServerFixture> StartAsync() =>
        ServerFixture.StartAsync(settings => settings with { Trust = TrustMode.Roles });

    private static Task<SiteSettings> SetServerAsync(ServerFixture server, string address) => server.Queue.ChangeSettingsAsync(
        new Dictionary<string, JsonText>(StringComparer.Ordinal) { ["server"] = JsonText.FromString(address) }, Given.Manager, Token);

    private static async Task<ServerAnswer> AskAsync(ServerFixture server, string token)
    {
        using var request = server.Request(HttpMethod.Get, "tasks", user: string.Empty);
        request.Headers.TryAddWithoutValidation(FernetToken.Header, token);
        return await server.SendAsync(request);
    }
}
