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
    private const int PickUps = 200;
    private const int Group = 100;

    private readonly string _key = FernetToken.NewKey();

    private int Few => options.Count(20_000);

    private int Many => options.Count(200_000);

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
        var rows = new List<(Drained Queue, double Rate, double? Large)>();
        using (var server = ServerProcess.StartLabQueue(folder.Next("http"), _key))
        {
            QueueState.Set(server.Target, "max_concurrent_tasks", "0");
            rows.Add(Measure(new Drained(OverHttp(server, 100), "100 at once, up to 100 a call", IsLarge: true)));
            rows.Add(Measure(new Drained(OverHttp(server, 4), "4 at once, its default, up to 4 a call", IsLarge: false)));
        }

        rows.Add(Measure(new Drained(InProcess(folder.Next("store")), "100 at once, up to 100 a call", IsLarge: true)));
        var (overHttp, overHttpLarge) = (rows[0].Rate, rows[0].Large!.Value);
        foreach (var peer in cluster is null ? [] : Peers(cluster))
        {
            var row = Measure(peer);
            rows.Add(row);
            report.Judge(
                $"ahead of {peer.Program.Title}, {peer.Setting}", Figure.Number(overHttp / row.Rate, 2), overHttp > row.Rate);
        }

        var table = new MarkdownTable(
            "queue", "concurrency and batches", $"{Few:#,0} wait, tasks/s", "LabQueue over HTTP / this", $"{Many:#,0} wait, tasks/s",
            "LabQueue over HTTP / this");
        foreach (var (queue, rate, large) in rows)
        {
            table.Add(
                queue.Program.Title, queue.Setting, Figure.Rate(rate), Figure.Number(overHttp / rate, 2),
                large is { } many ? Figure.Rate(many) : "-", large is { } other ? Figure.Number(overHttpLarge / other, 2) : "-");
        }

        report.Say(
            $"## Worked off by one consumer process\n\nFrom the word to begin until none is left. {Few:#,0} tasks three times, the median; "
            + $"{Many:#,0} once. Quartz.NET works off a tenth of them.\n\n{table}");
        var (raw, life) = WholeLife(folder);
        report.Say(
            $"## Whole life in one process\n\nAdd, take and done in groups of {Group}, {Few:#,0} tasks: SQLite alone, one table and one index, "
            + $"{Figure.Rate(raw)} tasks/s; LabQueue's store with its consumer, {Figure.Rate(life)}; {Figure.Number(life / raw, 2)} of it.");
        report.Judge("in process at least 30 % of the raw whole-life rate", Figure.Number(life / raw, 2), life / raw >= 0.3);
    }

    private (Drained Queue, double Rate, double? Large) Measure(Drained queue)
    {
        Console.Error.WriteLine($"{queue.Program.Title}, {queue.Setting}");
        var rate = Median(() => queue.Program.Drain(Few / queue.Share));
        return (queue, rate, queue.IsLarge ? queue.Program.Drain(Many) : null);
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
            Add("graphile-worker", PickUp("graphile-worker", "default", cluster));
            Add("graphile-worker, local queue", PickUp("graphile-worker", "batched", cluster));
            Add("pg-boss, asked every 5 ms", PickUp("pg-boss", "batched", cluster));
        }

        table.Add("senaite.queue: its consumers ask every 5 s", "2,500", "4,750", "4,950");
        report.Say(
            $"## How soon an idle consumer begins\n\nFrom the call that adds a task, in one process, to the start of its handler in another: {options.Count(PickUps)} adds, 20 to 50 ms apart, after a hundred that do not count. "
            + $"The last row is reckoned, not measured.\n\n{table}");
        report.Judge("p50 of 1.5 ms", Figure.Number(At(own, 0.5), 2) + " ms", At(own, 0.5) <= 1.5);
        report.Judge("p99 of 5 ms", Figure.Number(At(own, 0.99), 2) + " ms", At(own, 0.99) <= 5);

        void Add(string name, double[] times) => table.Add(
            name, Figure.Number(At(times, 0.5), 2), Figure.Number(At(times, 0.95), 2), Figure.Number(At(times, 0.99), 2));
    }

    private double[] PickUp(string system, string setting, PostgresCluster cluster) =>
        PeerProgram.OnNode(system, setting, system, cluster.Address(cluster.NewDatabase())).PickUp(options.Count(PickUps));

    private static double At(double[] sorted, double part) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];

    private static IEnumerable<Drained> Peers(PostgresCluster cluster) =>
    [
        OnNode(cluster, "graphile-worker", "default", "24 at once, a commit each", isLarge: false),
        OnNode(cluster, "graphile-worker", "batched", "24 at once, local queue of 500, completed together", isLarge: true),
        OnNode(cluster, "pg-boss", "work", "4 of its loops, 1,000 a batch, polled each 0.5 s", isLarge: false),
        OnNode(cluster, "pg-boss", "batched", "own loop around fetch and complete, twice, 1,000 a call", isLarge: true),
        new(
            PeerProgram.OfOurOwn("Quartz.NET", "quartz", cluster.ConnectionString(cluster.NewDatabase())),
            "10 threads, 10 triggers at a time", IsLarge: false, Share: 10),
    ];

    private static Drained OnNode(PostgresCluster cluster, string system, string setting, string words, bool isLarge) =>
        new(PeerProgram.OnNode(system, setting, system, cluster.Address(cluster.NewDatabase())), words, isLarge);

    private PeerProgram OverHttp(ServerProcess server, int concurrency) => PeerProgram.OfOurOwn(
        "LabQueue over HTTP", "labqueue", "http", $"{server.Target.Port}", _key, $"{concurrency}");

    private PeerProgram InProcess(string folder) =>
        PeerProgram.OfOurOwn("LabQueue in one process with its store", "labqueue", "store", folder, _key, "100");

    // Both in this process. What SQLite alone does is finishing a group and taking the next one in one commit.
    private (double Raw, double Own) WholeLife(RunFolder folder)
    {
        return (Median(() => RawLife(folder.Next("raw"), Few)), Median(() => OwnLifeAsync(folder.Next("life"), Few).GetAwaiter().GetResult()));
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

    /// <summary>A queue whose consumer is measured.</summary>
    /// <param name="Program">How it is run.</param>
    /// <param name="Setting">What it was told.</param>
    /// <param name="IsLarge">Whether it is also measured with the larger number of tasks.</param>
    /// <param name="Share">By what its tasks are fewer than those of the others.</param>
    private sealed record Drained(PeerProgram Program, string Setting, bool IsLarge, int Share = 1);
}
