using System.Diagnostics;
using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Peers;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;
using LabQueue.Benchmarks.StandIn;

namespace LabQueue.Benchmarks.Suites;

/// <summary>Tasks that do nothing: how soon one begins, and how many a consumer works off, beside other queues.</summary>
internal sealed class ConsumersSuite(SuiteOptions options)
{
    private const int Tasks = 20_000;
    private const int QuartzTasks = 2_000;
    private const int PickUps = 200;
    private const int Group = 100;

    private readonly string _key = FernetToken.NewKey();

    /// <summary>Runs it.</summary>
    public Report Run()
    {
        var report = new Report();
        using var folder = new RunFolder(options.Data);
        report.Say("# Consumers, beside other queues");
        report.Say(Machine.Describe(folder.Path));
        report.Say(
            "Tasks that do nothing, of some 600 bytes. Each queue commits to the disk before it answers; those on PostgreSQL use a cluster as "
            + "`initdb` leaves it. All share the machine with their own server. Peers from npm and NuGet in the versions of "
            + "`bench/peers/package.json` and `Directory.Packages.props`.");
        using var cluster = TryStartCluster(report, folder);
        NodePackages.Install();
        Throughput(report, folder, cluster);
        Latency(report, folder, cluster);
        report.SayAims();
        return report;
    }

    private static PostgresCluster? TryStartCluster(Report report, RunFolder folder)
    {
        var cluster = PostgresCluster.TryStart(folder.Next("postgres"));
        report.Say(cluster is null
            ? "PostgreSQL is not installed, so the peers are left out."
            : $"PostgreSQL {cluster.Version}; Node {NodePackages.Version()}.");
        return cluster;
    }

    private void Throughput(Report report, RunFolder folder, PostgresCluster? cluster)
    {
        var table = new MarkdownTable("queue", "concurrency and batches", "tasks/s", "LabQueue over HTTP / this");
        var overHttp = Median(() => OverHttp(folder, 100));
        var rows = new List<(string Queue, string Setting, double Rate)>
        {
            ("LabQueue over HTTP", "100 at once, up to 100 a call", overHttp),
            ("LabQueue over HTTP", "4 at once (its default), up to 4 a call", Median(() => OverHttp(folder, 4))),
        };
        var inProcess = Median(() => InProcess(folder));
        rows.Add(("LabQueue in one process with its store", "100 at once, up to 100 a call", inProcess));
        if (cluster is not null)
        {
            rows.AddRange(Peers(cluster).Select(peer => (peer.Program.Title, peer.Setting, Median(() => peer.Program.Drain(options.Count(peer.Tasks))))));
        }

        rows.ForEach(row => table.Add(row.Queue, row.Setting, Figure.Rate(row.Rate), Figure.Number(overHttp / row.Rate, 2)));
        report.Say(
            $"## Worked off by one consumer process\n\n{options.Count(Tasks):#,0} tasks wait ({options.Count(QuartzTasks):#,0} for Quartz.NET); from the word to begin until none is left.\n\n{table}");
        foreach (var row in rows.Skip(3))
        {
            report.Judge($"ahead of {row.Queue}, {row.Setting}", Figure.Number(overHttp / row.Rate, 2), overHttp > row.Rate);
        }

        var (raw, life) = WholeLife(folder);
        report.Say(
            $"## Whole life in one process\n\nAdd, take and done in groups of {Group}: SQLite alone, one table and one index, {Figure.Rate(raw)} tasks/s; "
            + $"LabQueue's store with its consumer, {Figure.Rate(life)}; {Figure.Number(life / raw, 2)} of it.");
        report.Judge("in process at least 30 % of the raw whole-life rate", Figure.Number(life / raw, 2), life / raw >= 0.3);
    }

    private void Latency(Report report, RunFolder folder, PostgresCluster? cluster)
    {
        var table = new MarkdownTable("queue", "p50 ms", "p95 ms", "p99 ms");
        double[] own;
        using (var server = ServerProcess.StartLabQueue(folder.Next("latency"), _key))
        {
            QueueState.Set(server.Target, "max_concurrent_tasks", "0");
            own = OverHttp(server, 4).PickUp(options.Count(PickUps));
            Add("LabQueue over HTTP", own);
        }

        if (cluster is not null)
        {
            Add("graphile-worker", PeerProgram.OnNode("graphile-worker", "default", "graphile-worker", cluster).PickUp(options.Count(PickUps)));
            Add("graphile-worker, local queue", PeerProgram.OnNode("graphile-worker", "batched", "graphile-worker", cluster).PickUp(options.Count(PickUps)));
            Add("pg-boss, asked every 5 ms", PeerProgram.OnNode("pg-boss", "batched", "pg-boss", cluster).PickUp(options.Count(PickUps)));
        }

        table.Add("senaite.queue: its consumers ask every 5 s", "2,500", "4,750", "4,950");
        report.Say(
            $"## How soon an idle consumer begins\n\nFrom the call that adds a task, in one process, to the start of its handler in another: {options.Count(PickUps)} adds, 20 to 50 ms apart. "
            + $"The last row is reckoned, not measured.\n\n{table}");
        report.Judge("p50 of 1.5 ms", Figure.Number(At(own, 0.5), 2) + " ms", At(own, 0.5) <= 1.5);
        report.Judge("p99 of 5 ms", Figure.Number(At(own, 0.99), 2) + " ms", At(own, 0.99) <= 5);

        void Add(string name, double[] times) => table.Add(
            name, Figure.Number(At(times, 0.5), 2), Figure.Number(At(times, 0.95), 2), Figure.Number(At(times, 0.99), 2));
    }

    private static double At(double[] sorted, double part) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];

    private static IEnumerable<(PeerProgram Program, string Setting, int Tasks)> Peers(PostgresCluster cluster) =>
    [
        (PeerProgram.OnNode("graphile-worker", "default", "graphile-worker", cluster), "24 at once, a commit each", Tasks),
        (PeerProgram.OnNode("graphile-worker", "batched", "graphile-worker", cluster), "24 at once, local queue of 500, completed together", Tasks),
        (PeerProgram.OnNode("pg-boss", "work", "pg-boss", cluster), "4 of its loops, 1,000 a batch, polled each 0.5 s", Tasks),
        (PeerProgram.OnNode("pg-boss", "batched", "pg-boss", cluster), "own loop around fetch and complete, twice, 1,000 a call", Tasks),
        (PeerProgram.OfOurOwn("Quartz.NET", "quartz", cluster.ConnectionString), "10 threads, 10 triggers at a time", QuartzTasks),
    ];

    private double OverHttp(RunFolder folder, int concurrency)
    {
        using var server = ServerProcess.StartLabQueue(folder.Next("http"), _key);
        QueueState.Set(server.Target, "max_concurrent_tasks", "0");
        return OverHttp(server, concurrency).Drain(options.Count(Tasks));
    }

    private PeerProgram OverHttp(ServerProcess server, int concurrency) => PeerProgram.OfOurOwn(
        "LabQueue over HTTP", "labqueue", "http", $"{server.Target.Port}", _key, $"{concurrency}");

    private double InProcess(RunFolder folder) => PeerProgram
        .OfOurOwn("LabQueue in one process", "labqueue", "store", folder.Next("store"), _key, "100")
        .Drain(options.Count(Tasks));

    // Both in this process. What SQLite alone does is finishing a group and taking the next one in one commit.
    private (double Raw, double Own) WholeLife(RunFolder folder)
    {
        var count = options.Count(Tasks);
        return (Median(() => RawLife(folder.Next("raw"), count)), Median(() => OwnLifeAsync(folder.Next("life"), count).GetAwaiter().GetResult()));
    }

    private static double RawLife(string folder, int count)
    {
        var payload = new byte[600];
        using var store = new StandInStore(folder);
        var started = Stopwatch.GetTimestamp();
        for (var first = 1; first <= count; first += Group)
        {
            store.AddAsync([.. Enumerable.Range(first, Group).Select(number => new StandInTask
            {
                TaskUid = TaskBytes.Uid((ulong)number),
                Name = "noop",
                ContextUid = TaskBytes.Uid((ulong)number),
                Payload = payload,
            })]).GetAwaiter().GetResult();
        }

        // Rows are numbered from 1, and taken in that order.
        for (var first = 1; first <= count + Group; first += Group)
        {
            long[] finished = first == 1 ? [] : [.. Enumerable.Range(first - Group, Group).Select(row => (long)row)];
            store.FinishAndTakeAsync(finished, "bench", Group, asList: true).GetAwaiter().GetResult();
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private async Task<double> OwnLifeAsync(string folder, int count)
    {
        await using var peer = new LabQueuePeer(["store", folder, _key, $"{Group}"]);
        await peer.PrepareAddsAsync();
        var started = Stopwatch.GetTimestamp();
        await peer.FillAsync(count);
        await peer.DrainAsync(count, _ => { });
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private double Median(Func<double> measure) => Figure.Median(Enumerable.Range(0, options.Rounds).Select(_ => measure()));
}
