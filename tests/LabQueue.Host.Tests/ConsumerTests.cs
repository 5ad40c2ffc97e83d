using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LabQueue.Client;
using LabQueue.Host.Tests.Running;
using LabQueue.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LabQueue.Host.Tests;

/// <summary>The role consumer, as a process of its own and beside the server.</summary>
public sealed class ConsumerTests
{
    private static readonly string Key = FernetToken.NewKey();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_consumer_told_to_stop_finishes_what_it_has_and_leaves_the_rest()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server", "--auth-key", Key);
        await using var site = await SlowSite.StartAsync();
        await using var consumer = await StartConsumerAsync(workplace, server, site, "--concurrency", "1");
        using var client = Client(server);
        await client.AddAsync([Wish("t1"), Wish("t2")], Given.Clerk, Token);
        await site.Begun.WaitAsync(Token);

        var stopped = consumer.StopAsync();
        await UntilAsync(async () => !await AnswersAsync(consumer));
        site.Go.SetResult();
        (await stopped).ShouldExitWith(0);

        (await client.ExplainAsync(Given.Uid("t1"), Token))!.End!.Task.Status.ShouldBe(QueueTaskStatus.Done);
        (await client.FindAsync(Given.Uid("t2"), Token))!.Status.ShouldBe(QueueTaskStatus.Queued);
    }

    [Fact]
    public async Task A_consumer_says_who_it_is_and_whether_it_can_work()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server", "--auth-key", Key);
        await using var site = await SlowSite.StartAsync();
        await using var consumer = await StartConsumerAsync(workplace, server, site, "--consumer-id", "bench-1");

        consumer.Announced.GetProperty("consumer_id").GetString().ShouldBe("bench-1");
        using var http = new HttpClient { BaseAddress = new Uri(consumer.Url) };
        (await http.GetFromJsonAsync<JsonElement>("/healthz", Token)).GetProperty("status").GetString().ShouldBe("healthy");
        await UntilAsync(async () => await ReadyAsync(http) == HttpStatusCode.OK);
        using var client = Client(server);
        (await client.ConsumersAsync(Token)).ShouldHaveSingleItem().ConsumerId.ShouldBe("bench-1");

        await server.StopAsync();
        await UntilAsync(async () => await ReadyAsync(http) == HttpStatusCode.ServiceUnavailable);
        (await (await http.GetAsync("/readyz", Token)).Content.ReadAsStringAsync(Token)).ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task A_consumer_takes_several_addresses_and_works_where_a_server_is()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server", "--auth-key", Key);
        await using var site = await SlowSite.StartAsync();
        site.Go.SetResult();
        const string nobody = "http://127.0.0.1:1/senaite";
        await using var consumer = await StartConsumerAsync(workplace, server, site, "--queue-server", nobody);
        using var client = Client(server);

        consumer.Announced.GetProperty("queue_servers").EnumerateArray().Select(address => address.GetString())
            .ShouldBe([server.Address, nobody]);
        await client.AddAsync([Wish("t1")], Given.Clerk, Token);

        await UntilAsync(async () => (await client.ExplainAsync(Given.Uid("t1"), Token))!.End is not null);
        (await consumer.StopAsync()).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_consumer_is_made_quiet_and_resumed_on_the_command_line()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server", "--auth-key", Key);
        using var client = Client(server);
        await client.PopAsync(Given.LeasedPop("bench-1") with { Names = ["task_a", "task_b"] }, Token);

        (await workplace.RunAsync("consumers", "quiet", "bench-1")).ShouldExitWith(0).Output.ShouldBe("bench-1  quiet\n");
        var list = (await workplace.RunAsync("consumers", "list")).ShouldExitWith(0).Output;
        list.ShouldContain("bench-1");
        list.ShouldContain("task_a, task_b");
        var told = (await workplace.RunAsync("consumers", "list", "--json")).ShouldExitWith(0).Json.GetProperty("consumers")[0];
        (told.GetProperty("consumer_id").GetString(), told.GetProperty("mode").GetString()).ShouldBe(("bench-1", "quiet"));

        (await workplace.RunAsync("consumers", "drain", "bench-9")).ShouldExitWith(1).Output.ShouldBe("bench-9  not found\n");
        (await workplace.RunAsync("consumers", "resume", "bench-1")).ShouldExitWith(0).Output.ShouldBe("bench-1  active\n");
        (await client.ConsumersAsync(Token)).ShouldHaveSingleItem().Mode.ShouldBe(ConsumerMode.Active);
    }

    [Fact]
    public async Task Server_and_consumer_run_in_one_process()
    {
        using var workplace = new Workplace();
        await using var site = await SlowSite.StartAsync();
        site.Go.SetResult();
        await using var both = await workplace.ServeAsync(
            "--role", "server", "--role", "consumer", "--auth-key", Key, "--senaite", site.Address);
        using var client = Client(both);

        await client.AddAsync([Wish("t1")], Given.Clerk, Token);
        await site.Begun.WaitAsync(Token);

        await UntilAsync(async () => (await client.ExplainAsync(Given.Uid("t1"), Token))!.End is not null);
        (await both.StopAsync()).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_consumer_beside_a_server_of_two_sites_is_refused()
    {
        using var workplace = new Workplace();

        var result = await workplace.RunAsync(
            "serve", "--role", "server", "--role", "consumer", "--senaite", "http://127.0.0.1:1/s", "--site", "a", "--site", "b");

        result.ShouldExitWith(2).Error.ShouldContain("takes the tasks of one site, and there are 2; name it with");
    }

    private static Task<RunningServer> StartConsumerAsync(
        Workplace workplace, RunningServer server, SlowSite site, params string[] more) =>
        workplace.ServeAsync(
            ["--role", "consumer", "--queue-server", server.Address, "--auth-key", Key, "--senaite", site.Address, .. more]);

    private static NewTask Wish(string start) => Given.NewTask(start, place: start) with { MinSeconds = 0 };

    private static QueueClient Client(RunningServer server) => new(new QueueClientOptions
    {
        BaseAddress = new Uri(server.Address),
        AuthKey = Key,
        Username = Given.Clerk.Username,
    });

    private static async Task<HttpStatusCode> ReadyAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("/readyz", Token);
        return answer.StatusCode;
    }

    private static async Task<bool> AnswersAsync(RunningServer consumer)
    {
        using var http = new HttpClient();
        try
        {
            using var answer = await http.GetAsync(new Uri($"{consumer.Url}/readyz"), Token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrueAsync)
    {
        while (!await isTrueAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }

    /// <summary>A site that works on a task until it may go.</summary>
    private sealed class SlowSite : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private SlowSite(WebApplication app) => _app = app;

        public SemaphoreSlim Begun { get; } = new(0);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Address => $"{_app.Urls.First()}/senaite";

        public static async Task<SlowSite> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var site = new SlowSite(app);
            app.MapPost("/senaite/@@API/senaite/v1/queue_consumer/process", async () =>
            {
                site.Begun.Release();
                await site.Go.Task;
                return TypedResults.Json(new { message = "Task processed" });
            });
            await app.StartAsync(Token);
            return site;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
