using LabQueue.Server.Hosting;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Server.Tests.Hosting;

public sealed class StopTests
{
    [Fact]
    public async Task A_server_that_stops_lets_waiting_consumers_and_watchers_go()
    {
        await using var server = await ServerFixture.StartAsync();
        using var request = server.Request(HttpMethod.Get, "events");
        using var events = await server.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var armed = server.Clock.TimerArmedAsync(TimeSpan.FromSeconds(30));
        var pop = server.PostAsync("pop", new { consumer_id = "consumer-1", wait = 30 });
        await armed;

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        (await pop).Keys.ShouldBe(["_runtime"]);
        (await events.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith("retry: 2000");
    }

    [Fact]
    public async Task A_server_that_is_about_to_stop_says_so_and_serves_on()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.Queue.AddAsync([Given.NewTask()], Given.Clerk, TestContext.Current.CancellationToken);
        using var request = server.Request(HttpMethod.Get, "events");
        using var events = await server.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var armed = server.Clock.TimerArmedAsync(TimeSpan.FromSeconds(30));
        var waiting = server.PostAsync("pop", new { consumer_id = "consumer-2", wait = 30, names = new[] { "task_other" } });
        await armed;

        server.Services.GetRequiredService<Departure>().Begin();

        (await waiting).Keys.ShouldBe(["_runtime"]);
        (await events.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith("retry: 2000");
        using var ready = await server.Http.GetAsync(new Uri("readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        var answer = await ServerAnswer.ReadAsync(ready);
        (answer.Status, answer.Json.GetProperty("reason").GetString()).ShouldBe((503, "The server is about to stop."));
        ready.Headers.ConnectionClose.ShouldBe(true);
        (await server.PostAsync("pop", new { consumer_id = "consumer-1" })).Json.GetProperty("task_uid").GetString().ShouldBe(Given.Uid("t1"));
        using var asked = server.Request(HttpMethod.Get, "stats");
        using var stats = await server.Http.SendAsync(asked, TestContext.Current.CancellationToken);
        (stats.IsSuccessStatusCode, stats.Headers.ConnectionClose).ShouldBe((true, true));
    }

    [Fact]
    public async Task A_server_that_stops_gives_out_no_work_and_still_takes_reports()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.Queue.AddAsync([Given.NewTask()], Given.Clerk, TestContext.Current.CancellationToken);
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var nothing = await server.PostAsync("pop", new { consumer_id = "consumer-1" });
        var report = await server.PostAsync("done", new { task_uid = Given.Uid("t1") });

        nothing.Keys.ShouldBe(["_runtime"]);
        report.Status.ShouldBe(412);
    }
}
