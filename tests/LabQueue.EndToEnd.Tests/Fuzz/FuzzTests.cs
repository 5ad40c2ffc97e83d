using System.Globalization;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.EndToEnd.Tests.Storm;
using LabQueue.EndToEnd.Tests.Storm.Checks;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>Whatever is sent, the server says yes or no in the API's shape, and goes on.</summary>
public sealed class FuzzTests
{
    private const int Few = 5_000;
    private const int Many = 200_000;
    private const int WarmUp = 20_000;
    private const long MostGrowth = 64L << 20;

    [Fact]
    public async Task Five_thousand_spoiled_requests_are_answered_in_the_shape_of_the_api()
    {
        using var folder = new ScratchFolder();
        await using var server = await ServerProcess.StartAsync(new ServerSetup(folder.Path), TestContext.Current.CancellationToken);
        var run = new FuzzRun(server, (int)Seed.Value);

        await run.SendAsync(1, Few, connections: 2, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(Describe(run.Statuses));
        run.Problems.ShouldBeEmpty();
        server.Faults.ShouldBeEmpty();
        (await FindAsync(server)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Two_hundred_thousand_spoiled_requests_leave_the_server_as_it_was()
    {
        Assert.SkipUnless(Seed.IsLong, "LABQUEUE_LONG is not 1.");
        using var folder = new ScratchFolder();
        var setup = new ServerSetup(folder.Path) { ControlPort = FreePort.Find() };
        await using var server = await ServerProcess.StartAsync(setup, TestContext.Current.CancellationToken);
        var run = new FuzzRun(server, (int)Seed.Value);

        await run.SendAsync(1, WarmUp, connections: 4, TestContext.Current.CancellationToken);
        var before = await MemoryAsync(server);
        await run.SendAsync(WarmUp + 1, Many - WarmUp, connections: 4, TestContext.Current.CancellationToken);
        var after = await MemoryAsync(server);

        List<string> problems = [.. run.Problems, .. await FindAsync(server), .. server.Faults];
        if (after - before > MostGrowth)
        {
            problems.Add($"The memory has grown by {after - before} bytes; {MostGrowth} are allowed.");
        }

        Evidence.Write("fuzz", "Spoiled requests", Figures(run, before, after), problems);
        problems.ShouldBeEmpty();
    }

    // Counters against lists, and a task from its beginning to its end.
    private static async Task<IReadOnlyList<string>> FindAsync(ServerProcess server)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        server.IsRunning.ShouldBeTrue();
        using var api = new QueueApi(server.Setup, timeout: TimeSpan.FromSeconds(60));
        (await api.PostAsync("settings", """{"server": "", "max_concurrent_tasks": 0}""", cancellationToken)).Status.ShouldBe(200);
        (await api.PostAsync("pause", "{}", cancellationToken)).Status.ShouldBe(200);
        var problems = FiguresAreRight.Find(await ServerFacts.ReadAsync(api, cancellationToken)).ToArray();

        await FuzzRun.TidyAsync(api, cancellationToken);
        var task = new { task_uid = Given.Uid("last"), name = "task_last", context_uid = "0", context_path = "/senaite/setup" };
        (await api.PostAsync("add", task, cancellationToken)).Status.ShouldBe(200);
        var given = await api.PostAsync("pop", new { consumer_id = "last", names = new[] { "task_last" } }, cancellationToken);
        given["task_uid"].GetString().ShouldBe(task.task_uid);
        (await api.PostAsync("done", new { task.task_uid }, cancellationToken)).Status.ShouldBe(200);
        return problems;
    }

    private static async Task<long> MemoryAsync(ServerProcess server)
    {
        using var http = new HttpClient();
        var address = new Uri($"http://127.0.0.1:{server.Setup.ControlPort}/collect");
        using var answer = await http.PostAsync(address, content: null, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return server.ResidentBytes;
    }

    private static IReadOnlyList<(string, string)> Figures(FuzzRun run, long before, long after) =>
    [
        ("Requests", Many.ToString("N0", CultureInfo.InvariantCulture)),
        ("Connections", "4"),
        ("Answers by status (0: closed after what is no HTTP)", Describe(run.Statuses)),
        ($"Resident memory after {WarmUp:N0} requests and a collection", Mebibytes(before)),
        ("Resident memory at the end, after a collection", Mebibytes(after)),
        ("Growth allowed", Mebibytes(MostGrowth)),
    ];

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.0} MiB");

    private static string Describe(IReadOnlyDictionary<int, int> statuses) => string.Join(
        ", ", statuses.OrderBy(status => status.Key).Select(status => string.Create(CultureInfo.InvariantCulture, $"{status.Key}: {status.Value:N0}")));
}
