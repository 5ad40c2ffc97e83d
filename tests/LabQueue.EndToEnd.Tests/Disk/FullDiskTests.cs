using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.EndToEnd.Tests.Storm;
using LabQueue.EndToEnd.Tests.Storm.Checks;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Disk;

/// <summary>The disk runs full: what comes in is refused, what goes out goes on, and nothing is lost.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Waiting = 40;
    private const int InReserve = 10;
    private const string Consumer = "full-disk";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private readonly SmallDisk _disk = SmallDisk.Mount();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task In_the_reserve_adds_are_refused_and_reports_go_on()
    {
        await using var server = await StartAsync();
        using var api = new QueueApi(server.Setup);
        await AddAsync(api, Waiting);
        var running = await PopAsync(api, count: 10);

        _disk.FillUpTo(InReserve);
        await WaitUntilAsync(api, ready: false);

        await ExpectNoRoomAsync(api);
        await ExpectReadsAsync(api);
        foreach (var (task, i) in running.Select((task, i) => (task, i)))
        {
            var report = new { task_uid = task.Uid, fence = task.Fence, error_message = "boom" };
            (await api.PostAsync(i % 2 == 0 ? "done" : "fail", report, CancellationToken)).Status.ShouldBe(200);
        }

        (await PopAsync(api, count: 5)).Count.ShouldBe(5);
        _disk.MakeRoom();
        await WaitUntilAsync(api, ready: true);
        await AddAsync(api, 1, "after");
        await ExpectAllAsync(server, queued: Waiting - 5 + 1, done: 5);
    }

    [Fact]
    public async Task On_a_disk_without_a_byte_reads_go_on_and_it_goes_on_by_itself_when_room_is_made()
    {
        await using var server = await StartAsync();
        using var api = new QueueApi(server.Setup);
        await AddAsync(api, Waiting);
        var running = await PopAsync(api, count: 1);

        _disk.Fill();
        await WaitUntilAsync(api, ready: false);
        await ExpectNoRoomAsync(api);
        await ExpectReadsAsync(api);
        var report = new { task_uid = running[0].Uid, fence = running[0].Fence };
        var refused = await api.PostAsync("done", report, CancellationToken);

        // Into what is left of the last page a report may still fit; if not, its consumer says it again.
        refused.Status.ShouldBeOneOf(200, 507);
        _disk.MakeRoom();
        await WaitUntilAsync(api, ready: true);
        (await api.PostAsync("done", report, CancellationToken)).Status.ShouldBe(200);
        await AddAsync(api, 1, "after");
        await ExpectAllAsync(server, queued: Waiting - 1 + 1, done: 1);
    }

    [Fact]
    public async Task The_reserve_is_enough_for_thousands_of_reports()
    {
        await using var server = await StartAsync();
        using var api = new QueueApi(server.Setup, timeout: TimeSpan.FromSeconds(60));
        var added = await AddUntilFullAsync(api);
        await WaitUntilAsync(api, ready: false);

        var done = 0;
        for (var held = await PopAsync(api, count: 100); held.Count > 0; held = await PopAsync(api, count: 100))
        {
            foreach (var task in held)
            {
                var answer = await api.PostAsync("done", new { task_uid = task.Uid, fence = task.Fence }, CancellationToken);
                answer.Status.ShouldBe(200, $"report {done} of {added}: {answer}; {_disk.Free} bytes are free");
                done++;
            }
        }

        done.ShouldBe(added);
        done.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public async Task The_log_tells_once_that_it_is_full_and_once_that_it_goes_on()
    {
        await using var server = await StartAsync();
        using var api = new QueueApi(server.Setup);
        await AddAsync(api, Waiting);
        var running = await PopAsync(api, count: 10);

        _disk.Fill();
        for (var i = 0; i < 20; i++)
        {
            await ExpectNoRoomAsync(api);
        }

        foreach (var task in running)
        {
            await api.PostAsync("fail", new { task_uid = task.Uid, fence = task.Fence, error_message = new string('x', 9_000) }, CancellationToken);
        }

        _disk.MakeRoom();
        await WaitUntilAsync(api, ready: true);
        await AddAsync(api, 1, "after");

        var told = server.Log.Split('\n').Where(line => line.Contains("LabQueue.Storage", StringComparison.Ordinal)).ToArray();
        told.Length.ShouldBe(2, server.Log);
        told[0].ShouldContain("Adds are refused: ");
        told[1].ShouldMatch(@"There is room again, adds go on; \d\d calls were refused meanwhile");
        server.Log.ShouldNotContain("   at ");
        server.Log.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task The_doctor_names_the_folder_what_is_free_and_what_is_needed()
    {
        await using var server = await StartAsync();
        _disk.FillUpTo(InReserve);

        var doctor = await DoctorAsync();

        doctor.ShouldContain("bad  disk: Only 10.0 MiB (");
        doctor.ShouldContain($" bytes) are free on the disk of {_disk.Data}; adds are refused below 16.0 MiB");
    }

    private async Task<string> DoctorAsync()
    {
        var start = new ProcessStartInfo(BuiltProgram.Path, ["doctor", "--data", _disk.Data])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var doctor = Process.Start(start)!;
        var text = await doctor.StandardOutput.ReadToEndAsync(CancellationToken);
        await doctor.WaitForExitAsync(CancellationToken);
        return text;
    }

    private async Task<ServerProcess> StartAsync()
    {
        var server = await ServerProcess.StartAsync(new ServerSetup(_disk.Data), CancellationToken);
        using var api = new QueueApi(server.Setup);
        (await api.PostAsync("settings", """{"max_concurrent_tasks": 0}""", CancellationToken)).Status.ShouldBe(200);
        return server;
    }

    private static object Task(string start, string? text = null) => new
    {
        task_uid = Given.Uid(start),
        name = "task_disk",
        context_uid = "0",
        context_path = "/senaite/setup",
        retries = 3,
        text,
    };

    private static async Task AddAsync(QueueApi api, int count, string start = "t")
    {
        var tasks = Enumerable.Range(0, count).Select(i => Task(string.Create(CultureInfo.InvariantCulture, $"{start}{i}x")));
        var answer = await api.PostAsync("add", tasks, CancellationToken);
        answer.Status.ShouldBe(200, answer.ToString());
    }

    // Adds tasks with long texts until they are refused. All that were acknowledged count.
    private static async Task<int> AddUntilFullAsync(QueueApi api)
    {
        var text = new string('x', 8_000);
        for (var added = 0; ; added += 20)
        {
            var tasks = Enumerable.Range(added, 20).Select(i => Task(string.Create(CultureInfo.InvariantCulture, $"t{i}x"), text));
            var answer = await api.PostAsync("add", tasks, CancellationToken);
            if (answer.Status != 200)
            {
                answer.Status.ShouldBe(507, answer.ToString());
                return added;
            }
        }
    }

    private static async Task<IReadOnlyList<GivenTask>> PopAsync(QueueApi api, int count)
    {
        var answer = await api.PostAsync("pop", new { consumer_id = Consumer, lease = 300, count }, CancellationToken);
        answer.Status.ShouldBe(200, answer.ToString());
        return [.. GivenTask.Of(answer.Json)];
    }

    private static async Task WaitUntilAsync(QueueApi api, bool ready)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        patience.CancelAfter(Patience);
        while (await api.GetRootAsync("readyz", patience.Token) is var answer && answer.Status != (ready ? 200 : 503))
        {
            await System.Threading.Tasks.Task.Delay(Between, TimeProvider.System, patience.Token);
        }
    }

    private static async Task ExpectNoRoomAsync(QueueApi api)
    {
        var answer = await api.PostAsync("add", Task("refused"), CancellationToken);

        answer.Status.ShouldBe(507, answer.ToString());
        answer.ContentType.ShouldBe("application/json");
        answer["success"].ValueKind.ShouldBe(JsonValueKind.False);
        answer["message"].GetString().ShouldNotBeNull().ShouldStartWith("Insufficient Storage - ");
    }

    private static async Task ExpectReadsAsync(QueueApi api)
    {
        (await api.PostAsync("tasks", "{}", CancellationToken))["count"].GetInt32().ShouldBe(Waiting);
        (await api.PostAsync("diff", """{"complete": true}""", CancellationToken))["count"].GetInt32().ShouldBe(Waiting);
        (await api.GetAsync("stats", CancellationToken)).Status.ShouldBe(200);
        (await api.GetRootAsync("healthz", CancellationToken)).Status.ShouldBe(200);
    }

    // After a kill as well: what was acknowledged is on the disk, however full that was.
    private static async Task ExpectAllAsync(ServerProcess server, int queued, int done)
    {
        await server.KillAsync();
        await using var again = await ServerProcess.StartAsync(server.Setup, CancellationToken);
        using var api = new QueueApi(server.Setup);
        var facts = await ServerFacts.ReadAsync(api, CancellationToken);
        facts.Queue.Count.ShouldBe(queued);
        facts.Ends.Count.ShouldBe(done);
        FiguresAreRight.Find(facts).ShouldBeEmpty();
    }
}
