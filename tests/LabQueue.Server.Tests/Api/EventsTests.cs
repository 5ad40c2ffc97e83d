using System.Net.ServerSentEvents;
using System.Text.Json;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Api;

public sealed class EventsTests
{
    [Fact]
    public async Task A_watcher_hears_what_happens()
    {
        await using var server = await ServerFixture.StartAsync();
        using var response = await WatchAsync(server);

        await server.Queue.AddAsync([Given.NewTask()], Given.Clerk, TestContext.Current.CancellationToken);
        await using var events = await EventsAsync(response);
        await events.MoveNextAsync();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        events.Current.EventType.ShouldBe("added");
        events.Current.Data.GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t1"));
        events.Current.Data.GetProperty("username").GetString().ShouldBe(Given.Clerk.Username);
        events.Current.EventId.ShouldBe(events.Current.Data.GetProperty("number").GetRawText());
    }

    [Fact]
    public async Task A_watcher_who_was_away_hears_what_was_missed()
    {
        await using var server = await ServerFixture.StartAsync();
        using var first = await WatchAsync(server);
        await server.Queue.AddAsync(
            [Given.NewTask(), Given.NewTask("t2")], Given.Clerk, TestContext.Current.CancellationToken);
        await using var before = await EventsAsync(first);
        await before.MoveNextAsync();

        using var second = await WatchAsync(server, lastEventId: before.Current.EventId);
        await using var after = await EventsAsync(second);
        await after.MoveNextAsync();

        after.Current.Data.GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t2"));
    }

    [Fact]
    public async Task Who_may_not_look_hears_of_own_tasks_alone()
    {
        await using var server = await ServerFixture.StartAsync(settings => settings with { Trust = TrustMode.Roles });
        await server.AddUserAsync("contact", "secret", "Client");
        using var response = await WatchAsync(server, "contact");

        await server.Queue.AddAsync(
            [Given.NewTask(), Given.NewTask("t2") with { Username = "contact" }],
            Given.Clerk,
            TestContext.Current.CancellationToken);
        await using var events = await EventsAsync(response);
        await events.MoveNextAsync();

        events.Current.Data.GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t2"));
    }

    [Fact]
    public async Task A_silent_queue_still_says_that_it_is_there()
    {
        await using var server = await ServerFixture.StartAsync();
        var armed = server.Clock.TimerArmedAsync(TimeSpan.FromSeconds(15));
        using var response = await WatchAsync(server);
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("retry: 2000");
        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();

        await armed;
        server.Clock.Advance(TimeSpan.FromSeconds(15));

        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe(": still here");
    }

    [Fact]
    public async Task Only_so_many_may_watch_at_once()
    {
        await using var server = await ServerFixture.StartAsync(options: new ServerOptions { MaxWatchers = 1 });
        var first = await WatchAsync(server);

        var refused = await server.GetAsync("events");

        refused.Status.ShouldBe(503);
        refused.RetryAfter.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        refused.Json.GetProperty("success").GetBoolean().ShouldBeFalse();
        refused.Message.ShouldNotBeNull().ShouldStartWith("Service Unavailable - ");

        first.Dispose();
        while (!await MayWatchAsync(server))
        {
            // The server learns a moment later that the first one left.
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task<bool> MayWatchAsync(ServerFixture server)
    {
        using var request = server.Request(HttpMethod.Get, "events");
        using var response = await server.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode;
    }

    private static async Task<HttpResponseMessage> WatchAsync(
        ServerFixture server, string user = ServerFixture.Daemon, string? lastEventId = null)
    {
        using var request = server.Request(HttpMethod.Get, "events", user);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await server.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return response;
    }

    private static async Task<IAsyncEnumerator<SseItem<JsonElement>>> EventsAsync(HttpResponseMessage response)
    {
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        return SseParser.Create(stream, (_, data) => JsonElement.Parse(data)).EnumerateAsync().GetAsyncEnumerator();
    }
}
