using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Suites;

/// <summary>LabQueue over HTTP, from an empty queue to a million waiting tasks.</summary>
internal sealed class QueueSuite(SuiteOptions options)
{
    private const string Name = "LabQueue";
    private const int LimitDepth = 1_000;

    private static readonly int[] Connections = [1, 8, 16];
    private static readonly (Operation Operation, string Title)[] Tables =
    [
        (Operation.Add, "Adds, one task a call: tasks/s (p50 / p99 ms)"),
        (Operation.AddList, "Adds, lists of 100: tasks/s (p50 / p99 ms of a list)"),
        (Operation.PopDone, "Classic pop and done, two calls: cycles/s (p50 / p99 ms of a cycle)"),
        (Operation.ReportTake, "Report and take in one call: tasks/s (p50 / p99 ms)"),
    ];

    private readonly string _key = FernetToken.NewKey();
    private readonly int[] _depths = [.. new[] { 0, 1_000, 10_000, 100_000, 1_000_000 }.Where(depth => depth <= options.MostTasks)];

    /// <summary>Runs it.</summary>
    public Report Run()
    {
        var report = new Report();
        using var folder = new RunFolder(options.Data);
        report.Say("# LabQueue over HTTP");
        report.Say(Machine.Describe(folder.Path));
        RunTasks(report, folder, uids: 2, options.Rounds);
        RunTasks(report, folder, uids: 10, rounds: 1);

        new LimitOfFour(options, _key).Run(report, folder.Next("limit"), LimitDepth, Connections);
        InProcessPipeline.Run(report, folder.Next("hosted"), options);
        report.SayAims();
        return report;
    }

    private void RunTasks(Report report, RunFolder folder, int uids, int rounds)
    {
        var samples = new Samples();
        var diffs = new MarkdownTable("waiting", "request, KiB", "p50 ms", "p99 ms");
        using (var server = ServerProcess.StartLabQueue(folder.Next("queue"), _key))
        {
            QueueState.Set(server.Target, "max_concurrent_tasks", "0");
            var tasks = new TaskBytes(uids, Math.Max(1_000, options.MostTasks / 10));
            var workload = new Workload(server.Target, tasks);
            report.Say(
                $"## Tasks of {uids} uids, {tasks.MeanLength} bytes each, four names over {tasks.Worksheets:#,0} worksheets, "
                + (rounds == 1 ? "measured once" : $"median of {rounds} rounds"));
            foreach (var depth in _depths)
            {
                RunDepth(workload, samples, depth, rounds);
                Diff(report, server.Target, diffs, depth, uids);
            }

            workload.Check();
            report.Say($"Resident memory of the server at the end: {Figure.Number(server.Mebibytes("VmRSS"))} MiB, "
                + $"peak {Figure.Number(server.Mebibytes("VmHWM"))} MiB.");
        }

        Tell(report, samples);
        report.Say("### `diff` of a client that has every task\n\n" + diffs);
        report.Say(samples.Noise());
        Judge(report, samples, uids);
    }

    // Each round brings the queue back to where it was: what is added is worked off again.
    private void RunDepth(Workload workload, Samples samples, int depth, int rounds)
    {
        workload.TrimTo(depth);
        workload.FillTo(depth);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var connections in Connections)
            {
                var count = options.Count(connections switch { 1 => 4_000, 8 => 12_000, _ => 20_000 });
                Measure(Operation.Add, connections, count);
                Measure(Operation.PopDone, connections, count / 2);
                Measure(Operation.ReportTake, connections, count / 2);
                Measure(Operation.AddList, connections, options.Count(connections == 1 ? 100 : 200));
                workload.TrimTo(depth);
            }
        }

        void Measure(Operation operation, int connections, int count) =>
            samples.Add(new Sample(Name, operation, depth, connections, workload.Run(operation, connections, count)));
    }

    private void Diff(Report report, Target target, MarkdownTable table, int depth, int uids)
    {
        if (depth is 0 or > 100_000)
        {
            return;
        }

        var known = DiffCaller.ReadAll(target);
        var result = LoadRun.Run(target, 1, options.Count(depth > 10_000 ? 20 : 100), _ => new DiffCaller(target, known));
        table.Add(
            Figure.Number(depth), Figure.Number(DiffCaller.BytesOf(known) / 1_024.0),
            Figure.Milliseconds(result.P50), Figure.Milliseconds(result.P99));
        if (depth == 10_000)
        {
            report.Judge(
                $"diff of a client that has 10,000 tasks under 20 ms ({uids} uids, p50)",
                Figure.Milliseconds(result.P50) + " ms",
                result.P50.TotalMilliseconds < 20);
        }
    }

    private void Tell(Report report, Samples samples)
    {
        foreach (var (operation, title) in Tables)
        {
            var table = new MarkdownTable(["waiting", .. Connections.Select(Headline)]);
            foreach (var depth in _depths)
            {
                table.Add([Figure.Number(depth), .. Connections.Select(count => samples.Cell(Name, operation, depth, count))]);
            }

            report.Say($"### {title}\n\n{table}");
        }

        var cpu = new MarkdownTable(["µs per call, server / load generator", .. Connections.Select(Headline)]);
        foreach (var depth in new[] { _depths[1], _depths[^1] })
        {
            foreach (var (operation, _) in Tables)
            {
                cpu.Add(
                [
                    $"{operation}, {Figure.Number(depth)} waiting",
                    .. Connections.Select(count => samples.CpuCell(Name, operation, depth, count)),
                ]);
            }
        }

        report.Say("### Processor time\n\n" + cpu);
    }

    private static string Headline(int connections) => connections == 1 ? "1 connection" : $"{connections} connections";

    private void Judge(Report report, Samples samples, int uids)
    {
        var most = _depths[^1];
        var lists = _depths.Max(depth => Connections.Max(count => samples.Rate(Name, Operation.AddList, depth, count)!.Value));
        var atEmpty = Connections.Max(count => samples.Rate(Name, Operation.AddList, 0, count)!.Value);
        report.Judge(
            $"lists of 100: at least 20,000 tasks/s ({uids} uids{(uids == 2 ? string.Empty : ", reported only")})",
            $"{Figure.Rate(atEmpty)} on an empty queue, {Figure.Rate(lists)} at best",
            atEmpty >= 20_000);
        foreach (var (operation, _) in Tables)
        {
            var ratio = samples.Rate(Name, operation, 0, 16)!.Value / samples.Rate(Name, operation, most, 16)!.Value;
            report.Judge(
                $"{operation}, 16 connections, {uids} uids: rate at {most:#,0} within 1.3 times of the rate at 0",
                $"{Figure.Number(ratio, 2)} times slower",
                ratio <= 1.3);
        }

        if (uids == 2)
        {
            OriginalSuite.Compare(report, samples, Name);
        }
    }
}
