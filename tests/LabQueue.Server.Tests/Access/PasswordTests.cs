using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LabQueue.Access;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Access;

public sealed class PasswordTests
{
    [Fact]
    public async Task A_user_with_the_right_password_is_known()
    {
        await using var server = await ServerFixture.StartAsync();

        (await AskAsync(server, ServerFixture.Daemon, "daemon-pass")).Status.ShouldBe(200);
        (await AskAsync(server, ServerFixture.Daemon, "wrong")).Status.ShouldBe(401);
        (await AskAsync(server, "nobody", "daemon-pass")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_changed_password_counts_at_once()
    {
        await using var server = await ServerFixture.StartAsync();
        (await AskAsync(server, ServerFixture.Daemon, "daemon-pass")).Status.ShouldBe(200);

        await server.AddUserAsync(ServerFixture.Daemon, "another", "Manager");

        (await AskAsync(server, ServerFixture.Daemon, "daemon-pass")).Status.ShouldBe(401);
        (await AskAsync(server, ServerFixture.Daemon, "another")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Who_tries_passwords_has_to_wait_and_tokens_are_not_in_it()
    {
        await using var server = await ServerFixture.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            (await AskAsync(server, ServerFixture.Daemon, $"guess-{i}")).Status.ShouldBe(401);
        }

        var refused = await AskAsync(server, ServerFixture.Daemon, "daemon-pass");

        refused.Status.ShouldBe(429);
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(60));
        refused.Message.ShouldBe("Too Many Requests - Too many wrong passwords");
        (await server.GetAsync("tasks")).Status.ShouldBe(200);
        server.Clock.Advance(TimeSpan.FromSeconds(61));
        (await AskAsync(server, ServerFixture.Daemon, "daemon-pass")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Who_tries_many_names_has_to_wait_as_well_and_nobody_else_has()
    {
        await using var server = await ServerFixture.StartAsync(options: new ServerOptions { BehindProxy = true });
        for (var i = 0; i < 20; i++)
        {
            (await AskAsync(server, $"name-{i}", "guess", from: "192.0.2.1")).Status.ShouldBe(401);
        }

        (await AskAsync(server, ServerFixture.Daemon, "daemon-pass", from: "192.0.2.1")).Status.ShouldBe(429);
        (await AskAsync(server, ServerFixture.Daemon, "daemon-pass", from: "192.0.2.2")).Status.ShouldBe(200);
        server.Clock.Advance(TimeSpan.FromSeconds(61));
        (await AskAsync(server, ServerFixture.Daemon, "daemon-pass", from: "192.0.2.1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Guesses_that_come_at_once_are_counted_like_those_that_come_one_by_one()
    {
        await using var server = await ServerFixture.StartAsync(options: new ServerOptions { BehindProxy = true });

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => AskAsync(server, $"name-{i}", "guess", from: "192.0.2.1")));

        answers.Count(answer => answer.Status == 401).ShouldBeInRange(20, 20 + PasswordCheck.AtOnce);
        answers.Select(answer => answer.Status).Distinct().ShouldBe([401, 429], ignoreOrder: true);
    }

    [Fact]
    public async Task Behind_a_proxy_that_nobody_told_of_one_who_guesses_does_not_lock_out_all_others_at_once()
    {
        await using var server = await ServerFixture.StartAsync();
        for (var i = 0; i < 99; i++)
        {
            (await AskAsync(server, $"name-{i}", "guess")).Status.ShouldBe(401);
        }

        (await AskAsync(server, ServerFixture.Daemon, "daemon-pass")).Status.ShouldBe(200);
        (await AskAsync(server, "name-99", "guess")).Status.ShouldBe(401);
        (await AskAsync(server, "name-100", "guess")).Status.ShouldBe(429);
    }

    [Fact]
    public async Task Only_so_many_wait_for_a_password_to_be_checked()
    {
        using var check = new PasswordCheck(TimeProvider.System);
        var token = TestContext.Current.CancellationToken;
        var turns = new List<IDisposable?>();
        for (var i = 0; i < PasswordCheck.AtOnce; i++)
        {
            turns.Add(await check.WaitForTurnAsync(token));
        }

        var waiting = Enumerable.Range(0, PasswordCheck.MostWaiting).Select(_ => check.WaitForTurnAsync(token).AsTask()).ToList();

        (await check.WaitForTurnAsync(token)).ShouldBeNull();
        turns[0]!.Dispose();
        (await await Task.WhenAny(waiting)).ShouldNotBeNull();
        waiting.Count(turn => turn.IsCompleted).ShouldBe(1);
        check.WaitForTurnAsync(token).AsTask().IsCompleted.ShouldBeFalse();
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    [InlineData("2001:db8:1:2:ffff::1", "20010DB800010002")]
    public void A_network_of_IPv6_counts_as_one_address(string address, string network)
    {
        PasswordGate.NetworkOf(IPAddress.Parse(address)).ShouldBe(network);
    }

    [Theory]
    [InlineData("cross-site", 403)]
    [InlineData("same-site", 403)]
    [InlineData("same-origin", 200)]
    [InlineData("none", 200)]
    public async Task A_page_of_another_site_cannot_use_the_password_that_a_browser_remembers(string from, int status)
    {
        await using var server = await ServerFixture.StartAsync();
        using var request = server.Request(HttpMethod.Post, "pause", user: string.Empty);
        request.Headers.Authorization = Basic(ServerFixture.Daemon, "daemon-pass");
        request.Headers.Add("Sec-Fetch-Site", from);

        (await server.SendAsync(request)).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic bm8tY29sb24=")]
    [InlineData("Bearer abc")]
    public async Task What_is_no_name_and_password_is_nobody(string header)
    {
        await using var server = await ServerFixture.StartAsync();
        using var request = server.Request(HttpMethod.Get, "tasks", user: string.Empty);
        request.Headers.TryAddWithoutValidation("Authorization", header);

        (await server.SendAsync(request)).Status.ShouldBe(401);
    }

    private static async Task<ServerAnswer> AskAsync(ServerFixture server, string username, string password, string? from = null)
    {
        using var request = server.Request(HttpMethod.Get, "tasks", user: string.Empty);
        request.Headers.Authorization = Basic(username, password);
        if (from is not null)
        {
            request.Headers.Add("X-Forwarded-For", from);
        }

        return await server.SendAsync(request);
    }

    private static AuthenticationHeaderValue Basic(string username, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));
}
