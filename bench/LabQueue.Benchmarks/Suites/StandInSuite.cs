using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Suites;

/// <summary>LabQueue beside a server that only reads a task and stores it: what the rules cost.</summary>
internal sealed class StandInSuite(SuiteOptions options)
{
    private const int Depth = 1_000;

    // A lane is a name on a worksheet. The aims are of tasks that keep nobody waiting, since a server without rules has no lanes.
    private const int WorksheetEach = 1_000_000;
    private const int SharedWorksheets = 10_000;

    private static readonly int[] Connections = [1, 8, 16, 64];

    private readonly string _key = FernetToken.NewKey();

    /// <summary>Runs it.</summary>
    public Report Run()
    {
        var report = new Report();
        using var folder = new RunFolder(options.Data);
        report.Say("# LabQueue beside a server without rules");
        report.Say(Machine.Describe(folder.Path));
        report.Say(
            "The stand-in is Kestrel, a JSON reader made at compile time, and one SQLite table with one index: the same requests, "
            + "the same SQLite library, WAL, synchronous=FULL, one writer, group commit, answers after the commit. It checks no token "
            + "and has no lanes, unique uids, history, counters or events. Measurements take turns: stand-in, LabQueue, and again.");
        Run(report, folder, WorksheetEach, "Tasks with a worksheet each", isAim: true);
        Run(report, folder, SharedWorksheets, "Tasks that share 10,000 worksheets, and wait for each other", isAim: false);
        report.SayAims();
        return report;
    }

    private void Run(Report report, RunFolder folder, int worksheets, string title, bool isAim)
    {
        var samples = new Samples();
        var tasks = new TaskBytes(uids: 2, worksheets);
        using (var standIn = ServerProcess.StartStandIn(folder.Next("standin"), _key))
        using (var labQueue = ServerProcess.StartLabQueue(folder.Next("queue"), _key))
        {
            QueueState.Set(labQueue.Target, "max_concurrent_tasks", "0");
            Workload[] workloads = [new Workload(standIn.Target, tasks), new Workload(labQueue.Target, tasks)];
            Target[] targets = [standIn.Target, labQueue.Target];
            Measure(samples, targets, workloads);
            workloads[1].Check();
        }

        report.Say($"## {title}\n\nTasks of {tasks.MeanLength} bytes, {Depth:#,0} waiting and more.");
        Tell(report, samples, isAim);
        report.Say(samples.Noise());
    }

    private void Measure(Samples samples, Target[] targets, Workload[] workloads)
    {
        foreach (var workload in workloads)
        {
            // What is compiled on the way must not count for the one that comes first.
            workload.Run(Operation.Add, 8, options.Count(20_000));
            workload.Run(Operation.AddList, 8, options.Count(200));
            workload.Run(Operation.ReportTake, 8, options.Count(20_000));
        }

        for (var round = 0; round < options.Rounds + 1; round++)
        {
            foreach (var connections in Connections)
            {
                var count = options.Count(connections switch { 1 => 4_000, 8 => 16_000, _ => 30_000 });
                Both(Operation.Add, connections, count);
                Both(Operation.ReportTake, connections, count);
                Both(Operation.AddList, connections, options.Count(connections == 1 ? 100 : 200));
                foreach (var target in targets)
                {
                    Drain.Run(target, options.Count(connections == 1 ? 100 : 200) * Workload.ListLength);
                }
            }
        }

        void Both(Operation operation, int connections, int count)
        {
            for (var i = 0; i < targets.Length; i++)
            {
                var result = workloads[i].Run(operation, connections, count);
                samples.Add(new Sample(targets[i].Name, operation, Depth, connections, result));
            }
        }
    }

    private static void Tell(Report report, Samples samples, bool isAim)
    {
        foreach (var operation in new[] { Operation.Add, Operation.AddList, Operation.ReportTake })
        {
            var table = new MarkdownTable(
                "connections", "stand-in, tasks/s (p50 / p99 ms)", "LabQueue, tasks/s (p50 / p99 ms)", "LabQueue / stand-in",
                "stand-in, µs server / generator", "LabQueue, µs server / generator");
            foreach (var connections in Connections)
            {
                var standIn = samples.Rate("stand-in", operation, Depth, connections)!.Value;
                var ratio = samples.Rate("LabQueue", operation, Depth, connections)!.Value / standIn;
                table.Add(
                    Figure.Number(connections),
                    samples.Cell("stand-in", operation, Depth, connections), samples.Cell("LabQueue", operation, Depth, connections),
                    Figure.Number(ratio, 2),
                    samples.CpuCell("stand-in", operation, Depth, connections), samples.CpuCell("LabQueue", operation, Depth, connections));
                if (isAim && operation != Operation.AddList)
                {
                    report.Judge(
                        $"{operation}, {connections} connections: at least half of the stand-in", Figure.Number(ratio, 2), ratio >= 0.5);
                }
            }

            report.Say($"### {operation}\n\n{table}");
        }
    }
}
