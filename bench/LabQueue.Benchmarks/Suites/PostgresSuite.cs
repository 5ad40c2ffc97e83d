using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Peers;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;
using LabQueue.Benchmarks.Store;
using Npgsql;

namespace LabQueue.Benchmarks.Suites;

/// <summary>LabQueue on PostgreSQL beside queues from npm and NuGet, and beside what the database does alone; all on one cluster.</summary>
internal sealed class PostgresSuite(SuiteOptions options)
{
    private const int Batch = 100;
    private const int AtOnce = 400;
    private const int RawConnections = 4;
    private const int PickUps = 200;

    private readonly string _key = FernetToken.NewKey();

    private int Few => options.Count(20_000);

    private int Many => options.Count(200_000);

    private int Past => options.Count(1_000_000);

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed.</exception>
    public Report Run()
    {
        var report = new Report();
        using var folder = new RunFolder(options.Data);
        report.Say("# On PostgreSQL, beside other queues");
        report.Say(Machine.Describe(folder.Path));
        using var cluster = PostgresCluster.TryStart(folder.Next("postgres"))
            ?? throw new InvalidOperationException("This suite needs the PostgreSQL server's programs (Debian: postgresql).");
        NodePackages.Install();
        report.Say(
            $"PostgreSQL {cluster.Version} as `initdb` leaves it, one cluster for all, a database each; Node {NodePackages.Version()}. Each commit is on "
            + "the disk before it is answered. Tasks do nothing and have some 600 bytes. Everything runs on the one machine.");
        Adds(report, folder, cluster);
        WorkedOff(report, folder, cluster);
        PickUp(report, folder, cluster);
        new PostgresServers(options, _key).Run(report, folder, cluster);
        report.SayAims();
        return report;
    }

    private void Adds(Report report, RunFolder folder, PostgresCluster cluster)
    {
        var table = new MarkdownTable("queue", "1 caller", "16 callers", "lists of 100, 1 caller", "lists of 100, 4 callers");
        using (var server = Serve(folder, cluster, out _))
        {
            Measure(() => LabQueue(server, 4), share: 1);
        }

        Measure(() => OnNode(cluster, "graphile-worker", "default"), share: 1);
        Measure(() => OnNode(cluster, "pg-boss", "batched"), share: 1);
        Measure(() => Quartz(cluster), share: 10);
        report.Say($"## Adds\n\nBy one process with the queue's own library, tasks/s, measured once each.\n\n{table}");

        // The peers get a database for each: their tasks have the same numbers every time.
        void Measure(Func<PeerProgram> open, int share)
        {
            Say($"{open().Title}: adds");
            table.Add(
                open().Title,
                Figure.Rate(open().Add(options.Count(2_000) / share, 1, areLists: false)),
                Figure.Rate(open().Add(options.Count(10_000) / share, 16, areLists: false)),
                Figure.Rate(open().Add(options.Count(20_000) / share, 1, areLists: true)),
                Figure.Rate(open().Add(options.Count(40_000) / share, 4, areLists: true)));
        }
    }

    private void WorkedOff(Report report, RunFolder folder, PostgresCluster cluster)
    {
        var table = new MarkdownTable(
            "queue", "concurrency and batches", $"{Few:#,0}, 1 process", $"{Few:#,0}, 2 processes", $"{Many:#,0}, 1 process",
            $"{Few:#,0}, 1 process, an old transaction open");
        var (own, past) = OwnRates(table, folder, cluster);
        var best = PeerRates(table, cluster);
        Say("raw");
        var raw = Median(() => Raw(cluster));
        table.Add(
            "PostgreSQL alone: ends a batch and takes the next by one statement, `skip locked`", $"{RawConnections} connections, {Batch} a statement",
            Figure.Rate(raw), "-", "-", "-");
        report.Say(
            $"## Worked off\n\nFrom the word to begin until the queue knows the end of each, tasks/s; {Few:#,0} tasks: the median of {options.Rounds}, more: "
            + $"once. Quartz.NET works off a tenth. The old transaction has read a table and stays open beside it.\n\n{table}");
        report.Say(
            $"With {Past:#,0} finished tasks in its history LabQueue works off {Figure.Rate(past)} tasks/s, "
            + $"{Figure.Number(past / own.Few, 2)} times as many as with an empty one.");
        report.Judge("ahead of the best Node peer per no-op task", $"{Figure.Number(own.Few / best, 2)} times", own.Few > best);
        report.Judge(
            $"with {Many:#,0} waiting at least 90 % of the rate with {Few:#,0}", $"{Figure.Number(100 * own.Many!.Value / own.Few)} %",
            own.Many >= 0.9 * own.Few);
        report.Judge("half of the raw ceiling in batches", $"{Figure.Number(100 * own.Few / raw)} %", own.Few >= raw / 2);
        report.Judge(
            $"at most 20 % slower with {Past:#,0} finished tasks", $"{Figure.Number(100 - (100 * past / own.Few))} % slower", past >= 0.8 * own.Few);
    }

    private (Rates Empty, double Past) OwnRates(MarkdownTable table, RunFolder folder, PostgresCluster cluster)
    {
        using var server = Serve(folder, cluster, out var database);
        var program = LabQueue(server, AtOnce);
        var empty = Measure(table, program, $"{AtOnce} at once, up to {AtOnce / 2} a call", database);
        Say($"LabQueue: {Past:#,0} finished");
        program.WorkOff(Past, 1);
        return (empty, Median(() => program.WorkOff(Few, 1)));
    }

    // The rate of the best one on Node.
    private double PeerRates(MarkdownTable table, PostgresCluster cluster)
    {
        var worker = OnNode(cluster, "graphile-worker", "batched", out var workerDatabase);
        var boss = OnNode(cluster, "pg-boss", "batched", out var bossDatabase);
        Rates[] node =
        [
            Measure(table, OnNode(cluster, "graphile-worker", "default"), "24 at once, a commit each", database: null),
            Measure(table, worker, "24 at once, local queue of 500, completed together", workerDatabase),
            Measure(table, OnNode(cluster, "pg-boss", "work"), "4 of its loops, 1,000 a batch, polled each 0.5 s", database: null),
            Measure(table, boss, "own loop around fetch and complete, twice, 1,000 a call", bossDatabase),
        ];
        Say("Quartz.NET");
        var quartz = Quartz(cluster);
        table.Add(
            quartz.Title, "10 threads, 10 triggers at a time", Figure.Rate(quartz.WorkOff(Few / 10, 1)), Figure.Rate(quartz.WorkOff(Few / 10, 2)),
            "-", "-");
        return node.Max(rates => rates.Few);
    }

    // With a database it is also measured with many tasks, and beside an old transaction there.
    private Rates Measure(MarkdownTable table, PeerProgram program, string setting, string? database)
    {
        Say($"{program.Title}, {setting}");
        var few = Median(() => program.WorkOff(Few, 1));
        var two = Median(() => program.WorkOff(Few, 2));
        double? many = database is null ? null : program.WorkOff(Many, 1);
        double? held = database is null ? null : Beside(database, () => program.WorkOff(Few, 1));
        table.Add(program.Title, setting, Figure.Rate(few), Figure.Rate(two), Optional(many), Optional(held));
        return new Rates(few, many);
    }

    private void PickUp(Report report, RunFolder folder, PostgresCluster cluster)
    {
        var table = new MarkdownTable("queue", "p50 ms", "p95 ms", "p99 ms");
        double own;
        using (var server = Serve(folder, cluster, out _))
        {
            own = Measure(LabQueue(server, 4), "LabQueue over HTTP");
        }

        Measure(OnNode(cluster, "graphile-worker", "default"), "graphile-worker");
        Measure(OnNode(cluster, "graphile-worker", "batched"), "graphile-worker, local queue");
        Measure(OnNode(cluster, "pg-boss", "batched"), "pg-boss, asked every 5 ms");
        report.Say(
            $"## How soon an idle consumer begins\n\nFrom the call that adds a task, in one process, to the start of its handler in another: "
            + $"{options.Count(PickUps)} adds, 20 to 50 ms apart, after a hundred that do not count.\n\n{table}");
        report.Judge("p99 of the pick-up under 20 ms", Figure.Number(own, 2) + " ms", own < 20);

        double Measure(PeerProgram program, string title)
        {
            Say($"{title}: pick-up");
            var times = program.PickUp(options.Count(PickUps));
            table.Add([title, .. new[] { 0.5, 0.95, 0.99 }.Select(part => Figure.Number(At(part), 2))]);
            return At(0.99);

            double At(double part) => times[Math.Min(times.Length - 1, (int)(times.Length * part))];
        }
    }

    private double Raw(PostgresCluster cluster) =>
        new RawQueue(cluster.ConnectionString(cluster.NewDatabase())).WorkOffAsync(Few, RawConnections, Batch).GetAwaiter().GetResult();

    // A report, a dump, a forgotten session: while it is open nothing that was deleted since can be cleared away.
    private static double Beside(string database, Func<double> measure)
    {
        using var connection = new NpgsqlConnection(database + ";Pooling=false");
        connection.Open();
        using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        using var look = new NpgsqlCommand("select count(*) from pg_class", connection, transaction);
        look.ExecuteNonQuery();
        return measure();
    }

    private ServerProcess Serve(RunFolder folder, PostgresCluster cluster, out string database)
    {
        database = cluster.ConnectionString(cluster.NewDatabase());
        var server = ServerProcess.StartLabQueue(folder.Next("server"), _key, database);
        QueueState.Set(server.Target, "max_concurrent_tasks", "0");
        return server;
    }

    private PeerProgram LabQueue(ServerProcess server, int concurrency) => PeerProgram.OfOurOwn(
        "LabQueue over HTTP", "labqueue", "http", $"{server.Target.Port}", _key, $"{concurrency}");

    private static PeerProgram Quartz(PostgresCluster cluster) =>
        PeerProgram.OfOurOwn("Quartz.NET", "quartz", cluster.ConnectionString(cluster.NewDatabase()));

    private static PeerProgram OnNode(PostgresCluster cluster, string system, string setting) => OnNode(cluster, system, setting, out _);

    private static PeerProgram OnNode(PostgresCluster cluster, string system, string setting, out string database)
    {
        var name = cluster.NewDatabase();
        database = cluster.ConnectionString(name);
        return PeerProgram.OnNode(system, setting, system, cluster.Address(name));
    }

    private static string Optional(double? rate) => rate is { } some ? Figure.Rate(some) : "-";

    private static void Say(string text) => Console.Error.WriteLine(text);

    private double Median(Func<double> measure) => Figure.Median(Enumerable.Range(0, options.Rounds).Select(_ => measure()));

    /// <summary>Tasks per second.</summary>
    /// <param name="Few">With few waiting.</param>
    /// <param name="Many">With many; null: not measured.</param>
    private sealed record Rates(double Few, double? Many);
}
