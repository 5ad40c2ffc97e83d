using System.Net;
using LabQueue.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LabQueue.Client.Tests;

/// <summary>What a client says when things go wrong.</summary>
public sealed class TroubleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_key_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        using var stranger = server.Connect(key: FernetToken.NewKey());

        var refused = await Should.ThrowAsync<QueueClientException>(() => stranger.StatsAsync(Token));

        (refused.Status, refused.IsTransient).ShouldBe((HttpStatusCode.Unauthorized, false));
    }

    [Fact]
    public async Task A_person_without_rights_is_refused_in_words()
    {
        await using var server = await RunningServer.StartAsync(TrustMode.Roles);

        var refused = await Should.ThrowAsync<QueueClientException>(() =>
            server.Client.SetPausedAsync(true, Given.Manager, Token));

        refused.Status.ShouldBe(HttpStatusCode.Forbidden);
        refused.Message.ShouldStartWith("Forbidden - ");
    }

    [Fact]
    public async Task A_site_that_is_not_there_does_not_pass_for_a_task_that_is_gone()
    {
        await using var server = await RunningServer.StartAsync();
        using var lost = server.Connect(site: "elsewhere");

        var refused = await Should.ThrowAsync<QueueClientException>(() => lost.FindAsync(Given.Uid("t1"), Token));

        refused.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_told_with_the_address()
    {
        await using var server = await RunningServer.StartAsync();
        await server.StopAsync();

        var unreachable = await Should.ThrowAsync<QueueUnreachableException>(() => server.Client.StatsAsync(Token));

        unreachable.Message.ShouldMatch("^The queue server at http://127.0.0.1:[0-9]+/senaite cannot be reached: Connection refused.$");
    }

    [Fact]
    public async Task A_server_that_is_silent_is_given_up_after_the_time_out()
    {
        var asked = new TaskCompletionSource();
        await using var silent = await StartAsync(async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        var time = new ManualTimeProvider();
        using var client = Connect(silent, time);
        var call = client.StatsAsync(Token);
        await asked.Task;

        time.Advance(TimeSpan.FromSeconds(10));

        var unreachable = await Should.ThrowAsync<QueueUnreachableException>(() => call);
        unreachable.Message.ShouldEndWith("did not answer within 10 s.");
    }

    [Fact]
    public async Task A_pop_is_waited_for_longer_by_the_time_that_it_asks_for()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        await using var slow = await StartAsync(async context =>
        {
            asked.TrySetResult();
            await answer.Task;
            await context.Response.WriteAsJsonAsync(new { count = 0, items = Array.Empty<string>() }, Token);
        });
        var time = new ManualTimeProvider();
        using var client = Connect(slow, time);
        var call = client.PopAsync(Given.LeasedPop(count: 1) with { Wait = TimeSpan.FromSeconds(20) }, Token);
        await asked.Task;

        time.Advance(TimeSpan.FromSeconds(29));
        answer.SetResult();

        (await call).Tasks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_that_was_given_up_by_its_caller_is_cancelled()
    {
        var asked = new TaskCompletionSource();
        await using var silent = await StartAsync(async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var client = Connect(silent, new ManualTimeProvider());
        using var caller = new CancellationTokenSource();
        var call = client.StatsAsync(caller.Token);
        await asked.Task;

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>", "is no JSON")]
    [InlineData(502, "text/html", "<html>", "status 502")]
    [InlineData(200, "application/json", "[]", "200")]
    [InlineData(200, "application/json", "{}", "is not that of a queue server")]
    [InlineData(200, "application/json", """{"success": false, "message": "404 Not Found: no route"}""", "404 Not Found: no route")]
    [InlineData(503, "application/json", """{"success": false, "message": "Service Unavailable - full"}""", "Service Unavailable - full")]
    public async Task A_strange_answer_is_told(int status, string type, string body, string expected)
    {
        await using var strange = await StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body, Token);
        });
        using var client = Connect(strange, new ManualTimeProvider());

        var refused = await Should.ThrowAsync<QueueClientException>(() => client.StatsAsync(Token));

        refused.Message.ShouldContain(expected);
        ((int)refused.Status).ShouldBe(status);
        refused.IsTransient.ShouldBe(status >= 500);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_token()
    {
        var asked = 0;
        await using var elsewhere = await StartAsync(context =>
        {
            asked++;
            context.Response.Redirect("/other");
            return Task.CompletedTask;
        });
        using var client = Connect(elsewhere, new ManualTimeProvider());

        await Should.ThrowAsync<QueueClientException>(() => client.StatsAsync(Token));

        asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_is_none_is_refused()
    {
        await using var strange = await StartAsync(context => context.Response.WriteAsJsonAsync(new { }, Token));
        using var client = Connect(strange, new ManualTimeProvider());

        var refused = await Should.ThrowAsync<QueueClientException>(async () =>
        {
            await foreach (var _ in client.WatchAsync(after: null, Token))
            {
            }
        });

        refused.Message.ShouldBe("The server sent no stream of events.");
    }

    [Theory]
    [InlineData("http://127.0.0.1:8090", "names no site")]
    [InlineData("ftp://127.0.0.1/senaite", "no address of a server")]
    public void An_address_that_cannot_work_is_refused_at_once(string address, string expected)
    {
        var options = new QueueClientOptions
        {
            BaseAddress = new Uri(address),
            AuthKey = FernetToken.NewKey(),
            Username = "a",
        };

        Should.Throw<ArgumentException>(() => new QueueClient(options)).Message.ShouldContain(expected);
    }

    private static QueueClient Connect(WebApplication server, TimeProvider time) => new(
        new QueueClientOptions
        {
            BaseAddress = new Uri($"{server.Urls.First()}/senaite"),
            AuthKey = FernetToken.NewKey(),
            Username = Given.Clerk.Username,
            Retries = 0,
        },
        time);

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(Token);
        return app;
    }
}
