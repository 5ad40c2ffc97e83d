using LabQueue.Engine;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Access;

public sealed class TokenTests
{
    [Fact]
    public async Task Every_key_of_a_site_opens_tokens_so_that_keys_can_be_changed()
    {
        await using var server = await ServerFixture.StartAsync();
        var next = FernetToken.NewKey();
        await server.Store.SetKeysAsync(
            ServerFixture.Site, [next, server.Key], null, Given.Manager, TestContext.Current.CancellationToken);

        (await AskAsync(server, FernetToken.Create(server.Key, ServerFixture.Daemon, Given.Now))).Status.ShouldBe(200);
        (await AskAsync(server, FernetToken.Create(next, ServerFixture.Daemon, Given.Now))).Status.ShouldBe(200);

        await server.Store.SetKeysAsync(ServerFixture.Site, [next], null, Given.Manager, TestContext.Current.CancellationToken);
        (await AskAsync(server, FernetToken.Create(server.Key, ServerFixture.Daemon, Given.Now))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_token_that_no_key_opens_is_refused_before_anything_else()
    {
        await using var server = await ServerFixture.StartAsync();
        var foreign = FernetToken.Create(FernetToken.NewKey(), ServerFixture.Daemon, Given.Now);

        (await AskAsync(server, foreign)).Status.ShouldBe(401);
        (await AskAsync(server, foreign, "no-such-route")).Status.ShouldBe(401);
        (await AskAsync(server, "garbage", "add")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Without_a_usable_key_tokens_are_ignored()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.Store.SetKeysAsync(
            ServerFixture.Site, ["no key"], null, Given.Manager, TestContext.Current.CancellationToken);

        (await AskAsync(server, "garbage", "no-such-route")).Status.ShouldBe(404);
        (await AskAsync(server, "garbage")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_site_may_take_the_users_of_a_SENAITE_installation_at_its_word()
    {
        await using var server = await ServerFixture.StartAsync(settings => settings with { Users = UsersMode.Token });
        await server.Store.PutAccountAsync(
            ServerFixture.Site,
            new Account("left", string.Empty, [], Disabled: true),
            Given.Manager,
            TestContext.Current.CancellationToken);

        (await server.GetAsync("tasks", "who_lives_elsewhere")).Status.ShouldBe(200);
        (await server.GetAsync("tasks", "left")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Elsewhere_a_user_must_have_an_account_that_is_not_disabled()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.Store.PutAccountAsync(
            ServerFixture.Site,
            new Account("left", string.Empty, ["Manager"], Disabled: true),
            Given.Manager,
            TestContext.Current.CancellationToken);

        (await server.GetAsync("tasks", "unknown")).Status.ShouldBe(401);
        (await server.GetAsync("tasks", "left")).Status.ShouldBe(401);
    }

    private static async Task<ServerAnswer> AskAsync(ServerFixture server, string token, string route = "tasks")
    {
        using var request = server.Request(HttpMethod.Get, route, user: string.Empty);
        request.Headers.Add(FernetToken.Header, token);
        return await server.SendAsync(request);
    }
}
