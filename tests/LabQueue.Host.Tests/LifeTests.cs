using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LabQueue.Client;
using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

/// <summary>A server from its start to its end.</summary>
public sealed class LifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_stops_the_server_in_order(string signal)
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        var end = await server.StopAsync(signal);

        end.ShouldExitWith(0).Error.ShouldNotMatch("(warn|fail|crit): ");
        File.Exists(workplace.File("data/control.sock")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("server")]
    [InlineData("lims")]
    public async Task A_server_that_is_to_drain_is_not_ready_and_serves_on_before_it_stops(string role)
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", role, "--drain-seconds", "2");
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };

        var stopping = server.StopAsync();
        HttpResponseMessage ready;
        do
        {
            ready = await http.GetAsync("/readyz", Token);
        }
        while (ready.IsSuccessStatusCode);

        (await ready.Content.ReadAsStringAsync(Token)).ShouldContain("The server is about to stop.");
        (await http.GetAsync("/healthz", Token)).IsSuccessStatusCode.ShouldBeTrue();
        (await stopping).ShouldExitWith(0);
    }

    [Fact]
    public async Task What_was_added_is_there_after_a_restart()
    {
        using var workplace = new Workplace();
        string uid;
        await using (var first = await workplace.ServeAsync())
        {
            var added = await workplace.RunAsync("tasks", "add", "task_x", "--context-path", "/senaite", "--json");
            uid = added.ShouldExitWith(0).Json.GetProperty("task").GetProperty("task_uid").GetString()!;
            await first.StopAsync();
        }

        await using var second = await workplace.ServeAsync();

        (await workplace.RunAsync("tasks", "show", uid)).ShouldExitWith(0).Output.ShouldContain("task_x, /senaite: queued");
    }

    [Fact]
    public async Task A_server_that_was_killed_starts_again()
    {
        using var workplace = new Workplace();
        await using (await workplace.ServeAsync())
        {
            // Disposing of it kills it, and leaves its socket behind.
        }

        File.Exists(workplace.File("data/control.sock")).ShouldBeTrue();
        (await workplace.RunAsync("site", "list")).ShouldExitWith(0);
        await using var second = await workplace.ServeAsync();

        (await workplace.RunAsync("stats")).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        var second = await workplace.RunAsync("serve", "--urls", "http://127.0.0.1:0");

        second.ShouldExitWith(1).Error.ShouldContain($"The queue in {workplace.Data} is open in another process.");
        (await workplace.RunAsync("stats")).ShouldExitWith(0);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told()
    {
        using var workplace = new Workplace();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var result = await workplace.RunAsync("serve", "--urls", $"http://{taken.LocalEndpoint}");

        result.ShouldExitWith(1).Error.ShouldNotMatch("(warn|fail|crit): ");
        result.Error.ShouldEndWith(
            $"labqueue: The password of the user admin is in {workplace.File("data/admin-password")}\n"
            + $"labqueue: The server cannot listen at http://{taken.LocalEndpoint} (LabQueue:Urls, --urls): the address is in use.\n");
    }

    [Theory]
    [InlineData("http://192.0.2.1:8090", "this machine has no such address")]
    [InlineData("http://localhost:0", "localhost takes no port 0; write 127.0.0.1")]
    [InlineData("https://127.0.0.1:0", "https needs a certificate")]
    public async Task An_address_at_which_it_cannot_listen_is_told_in_a_sentence(string url, string expected)
    {
        using var workplace = new Workplace();

        var result = await workplace.RunAsync("serve", "--role", "server", "--urls", url);

        result.ShouldExitWith(1).Error.ShouldContain(
            $"labqueue: The server cannot listen at {url} (LabQueue:Urls, --urls): {expected}");
        result.Error.Count('\n').ShouldBe(2);
        result.Error.ShouldNotContain("\\u000a");
    }

    [Fact]
    public async Task A_consumer_that_cannot_listen_says_so_in_a_sentence()
    {
        using var workplace = new Workplace();

        var result = await workplace.RunAsync(
            "serve", "--role", "consumer", "--urls", "http://192.0.2.1:8090", "--auth-key", FernetToken.NewKey(),
            "--queue-server", "http://127.0.0.1:1/senaite", "--senaite", "http://127.0.0.1:1/senaite");

        result.ShouldExitWith(1).Error.ShouldNotContain("fail:");
        result.Error.ShouldEndWith(
            "labqueue: The consumer cannot listen at http://192.0.2.1:8090 (LabQueue:Urls, --urls): this machine has no such address.\n");
    }

    [Fact]
    public async Task A_consumer_that_waits_for_work_is_answered_when_the_server_stops()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server");
        using var queue = await ConnectAsync(workplace, server);
        var events = queue.WatchAsync(after: null, Token).GetAsyncEnumerator(Token);
        var waiting = queue.PopAsync(new PopRequest("consumer-1") { Count = 1, Wait = TimeSpan.FromSeconds(30) }, Token);
        var told = events.MoveNextAsync();

        // One answer proves that the connections before it are served.
        while ((await queue.ConsumersAsync(Token)).Count == 0)
        {
            await queue.StatsAsync(Token);
        }

        var end = await server.StopAsync();

        (await waiting).Tasks.ShouldBeEmpty();
        (await told).ShouldBeFalse();
        await events.DisposeAsync();
        end.ShouldExitWith(0);
    }

    [Fact]
    public async Task An_answer_in_flight_is_finished_when_the_server_stops()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server");
        var address = new Uri(server.Address);
        var token = FernetToken.Create(await KeyAsync(workplace), "somebody", TimeProvider.System.GetUtcNow());
        var body = """{"name": "task_x", "context_uid": "0", "context_path": "/senaite"}""";
        using var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port, Token);
        var stream = connection.GetStream();
        var head = $"POST {address.AbsolutePath}/@@API/senaite/v1/queue_server/add HTTP/1.1\r\nHost: {address.Authority}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n{FernetToken.Header}: {token}\r\n"
            + "Expect: 100-continue\r\n\r\n";
        using var reader = new StreamReader(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Token);

        // The server says so when it begins to read what is sent.
        (await reader.ReadLineAsync(Token)).ShouldBe("HTTP/1.1 100 Continue");
        (await reader.ReadLineAsync(Token)).ShouldBe(string.Empty);
        var stopping = server.StopAsync();
        while (await CanConnectAsync(address))
        {
            // It takes new connections until it has begun to stop.
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(body), Token);

        (await reader.ReadLineAsync(Token)).ShouldBe("HTTP/1.1 200 OK");
        (await stopping).ShouldExitWith(0);
        await using var again = await workplace.ServeAsync("--role", "server");
        (await workplace.RunAsync("tasks", "list")).Output.ShouldContain("task_x");
    }

    [Fact]
    public async Task A_start_that_is_interrupted_ends_in_order_and_can_be_done_again()
    {
        using var workplace = new Workplace();
        using (var start = workplace.Start("serve", "--demo", "--role", "server", "--urls", "http://127.0.0.1:0"))
        {
            while (!File.Exists(workplace.File("data/admin-password")))
            {
                start.HasExited.ShouldBeFalse();
            }

            using var kill = Process.Start("kill", ["-TERM", start.Id.ToString(CultureInfo.InvariantCulture)]);
            await start.WaitForExitAsync(Token);
            start.ExitCode.ShouldBe(0);
            (await start.StandardError.ReadToEndAsync(Token)).ShouldNotContain("fail:");
        }

        await using var server = await workplace.ServeAsync("--demo", "--role", "server");

        var stats = (await workplace.RunAsync("stats", "--json")).ShouldExitWith(0).Json;
        stats.GetProperty("done").GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task The_announcement_names_address_folder_and_engine()
    {
        using var workplace = new Workplace();
        using var server = workplace.Start("serve", "--urls", "http://127.0.0.1:0");

        var lines = new List<string>();
        while (lines is not [.., "Stop it with Ctrl+C."])
        {
            lines.Add((await server.StandardOutput.ReadLineAsync(Token))!);
        }

        server.Kill();
        await server.WaitForExitAsync(Token);
        lines[0].ShouldMatch(@"^LabQueue \d+\.\d+\.\d+ serves http://127\.0\.0\.1:\d+/senaite$");
        lines[1].ShouldMatch($"^Data folder: {workplace.Data} \\(SQLite 3\\.\\d+\\.\\d+ \\(.+\\)\\)$");
        lines[2].ShouldBe($"The password of the user admin is in {workplace.File("data/admin-password")}");
        lines[3].ShouldMatch(@"^The HTTP API is described at http://127\.0\.0\.1:\d+/api$");
        lines[4].ShouldMatch("^Site senaite has the laboratory, whose work .+ does, up to 4 tasks at once$");
    }

    private static async Task<bool> CanConnectAsync(Uri address)
    {
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(address.Host, address.Port, Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<string> KeyAsync(Workplace workplace) =>
        (await File.ReadAllTextAsync(workplace.File("data/keys/senaite.key"), Token)).Trim();

    private static async Task<QueueClient> ConnectAsync(Workplace workplace, RunningServer server) => new(
        new QueueClientOptions
        {
            BaseAddress = new Uri(server.Address),
            AuthKey = await KeyAsync(workplace),
            Username = "somebody",
        },
        TimeProvider.System);
}
