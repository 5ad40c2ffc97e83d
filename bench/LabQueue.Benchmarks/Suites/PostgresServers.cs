using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Peers;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Suites;

/// <summary>One and two server processes on one database: how many calls, and what each costs whom.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="key">The site's key.</param>
internal sealed class PostgresServers(SuiteOptions options, string key)
{
    private const int Connections = 16;

    private static readonly Operation[] Operations = [Operation.Add, Operation.AddList, Operation.PopDone, Operation.ReportTake];

    /// <summary>Runs it.</summary>
    public void Run(Report report, RunFolder folder, PostgresCluster cluster)
    {
        var table = new MarkdownTable(
            "operation", "servers", "tasks/s", "p50 / p99 ms", "servers, µs a call", "database, µs a call", "load generator, µs a call");
        foreach (var isDouble in new[] { false, true })
        {
            var database = cluster.ConnectionString(cluster.NewDatabase());
            using var first = ServerProcess.StartLabQueue(folder.Next("first"), key, database);
            using var second = isDouble ? ServerProcess.StartLabQueue(folder.Next("second"), key, database) : null;
            QueueState.Set(first.Target, "max_concurrent_tasks", "0");
            var workload = new Workload(first.Target, new TaskBytes(uids: 2, worksheets: 100_000), second?.Target);
            foreach (var operation in Operations)
            {
                table.Add(Measure(cluster, workload, operation, [first, .. second is null ? [] : new[] { second }]));
            }

            workload.TrimTo(0);
            workload.Check();
        }

        report.Say(
            $"## Where the limit is\n\n{Connections} connections of a load generator that only writes and reads bytes; with two servers each has half of them. "
            + $"Processor time is what the processes used meanwhile, for each call; the machine has {Environment.ProcessorCount} cores for all of them.\n\n{table}");
    }

    private string[] Measure(PostgresCluster cluster, Workload workload, Operation operation, ServerProcess[] servers)
    {
        var count = options.Count(operation == Operation.AddList ? 400 : 10_000);
        var (before, database) = (Servers(), cluster.ProcessorTime());
        var result = workload.Run(operation, Connections, count);
        var (spent, inside) = (Servers() - before, cluster.ProcessorTime() - database);
        var calls = (result.Operations * (operation == Operation.PopDone ? 2 : 1)) + result.Empty;
        var tasks = result.PerSecond * (operation == Operation.AddList ? Workload.ListLength : 1);
        return
        [
            Title(operation), $"{servers.Length}", Figure.Rate(tasks), $"{Figure.Milliseconds(result.P50)} / {Figure.Milliseconds(result.P99)}",
            PerCall(spent), PerCall(inside), PerCall(result.Cpu.Generator),
        ];

        TimeSpan Servers() => servers.Aggregate(TimeSpan.Zero, (sum, server) => sum + CpuMeter.OfProcess(server.Target.ProcessId));

        string PerCall(TimeSpan time) => Figure.Number(time.TotalMicroseconds / calls);
    }

    private static string Title(Operation operation) => operation switch
    {
        Operation.Add => "add, a task a call",
        Operation.AddList => "add, lists of 100",
        Operation.PopDone => "classic pop and done, two calls",
        Operation.ReportTake => "report and take in one call",
    };
}
