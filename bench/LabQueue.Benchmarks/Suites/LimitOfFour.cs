using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Suites;

/// <summary>The same cycles under the original's rule that four tasks run at a time, which a classic site has by default.</summary>
internal sealed class LimitOfFour(SuiteOptions options, string key)
{
    /// <summary>Runs it.</summary>
    public void Run(Report report, string folder, int depth, IEnumerable<int> connections)
    {
        var table = new MarkdownTable("connections", "cycles/s", "p50 / p99 ms", "empty pops per cycle");
        using var server = ServerProcess.StartLabQueue(folder, key);
        var workload = new Workload(server.Target, new TaskBytes(uids: 2, worksheets: 1_000));
        foreach (var count in connections)
        {
            var cycles = options.Count(count == 1 ? 2_000 : 4_000);
            workload.FillTo(depth + cycles);
            var result = workload.Run(Operation.PopDone, count, cycles);
            table.Add(
                Figure.Number(count), Figure.Rate(result.PerSecond),
                $"{Figure.Milliseconds(result.P50)} / {Figure.Milliseconds(result.P99)}",
                Figure.Number((double)result.Empty / result.Operations, 2));
        }

        report.Say(
            $"## With the original's limit of four running tasks, {depth:#,0} and more waiting\n\n"
            + "The times leave out pops that gave nothing; a consumer of the original waits seconds after one, these ask again at once.\n\n"
            + table);
    }
}
