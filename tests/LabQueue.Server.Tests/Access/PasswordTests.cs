using System.Net.Http.Headers;
using System.Text;
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

    private static async Task<ServerAnswer> AskAsync(ServerFixture server, string username, string password)
    {
        using var request = server.Request(HttpMethod.Get, "tasks", user: string.Empty);
        request.Headers.Authorization = Basic(username, password);
        return await server.SendAsync(request);
    }

    private static AuthenticationHeaderValue Basic(string username, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));
}
