using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Reports;

namespace LabQueue.Benchmarks.Suites;

/// <summary>What the original reaches over HTTP, and how much quicker LabQueue is.</summary>
/// <remarks>
/// Measured with senaite.queue a47c944, unmodified, on Python 2.7.18 behind a plain HTTP server with a thread for each
/// connection and without Zope, which a real one pays as well; medians of 5 runs on 2 cores of an Intel Xeon, Debian 12.
/// It keeps everything in memory: nothing is on disk when it answers.
/// </remarks>
internal static class OriginalSuite
{
    // Operations per second; depth, connections, operation.
    private static readonly (Operation Operation, int Depth, int Connections, double PerSecond, double P50, double P99)[] Figures =
    [
        (Operation.Add, 0, 1, 640, 1.6, 3.1), (Operation.Add, 0, 8, 286, 28, 51),
        (Operation.Add, 1_000, 1, 152, 5.6, 9.5), (Operation.Add, 1_000, 8, 92, 87, 126),
        (Operation.Add, 10_000, 1, 17, 58, 73), (Operation.Add, 10_000, 8, 18, 437, 568),
        (Operation.PopDone, 0, 1, 526, 1.8, 4.1), (Operation.PopDone, 0, 8, 176, 36, 58),
        (Operation.PopDone, 1_000, 1, 212, 4.9, 6.6), (Operation.PopDone, 1_000, 8, 75, 78, 108),
        (Operation.PopDone, 10_000, 1, 37, 27, 39), (Operation.PopDone, 10_000, 8, 23, 212, 295),
    ];

    /// <summary>Says how many times quicker each is.</summary>
    public static void Compare(Report report, Samples samples, string target)
    {
        var table = new MarkdownTable("operation", "waiting", "connections", "original, per s", "p50 / p99 ms", "LabQueue, per s", "times");
        foreach (var (operation, depth, connections, original, p50, p99) in Figures)
        {
            if (samples.Rate(target, operation, depth, connections) is not { } rate)
            {
                continue;
            }

            table.Add(
                operation.ToString(), Figure.Number(depth), Figure.Number(connections), Figure.Rate(original),
                $"{Figure.Number(p50, 1)} / {Figure.Number(p99, 1)}", Figure.Rate(rate), Figure.Number(rate / original, 1));
            Judge(report, operation, depth, connections, rate / original);
        }

        report.Say(
            "## Beside the original\n\n"
            + "senaite.queue a47c944, unmodified, Python 2.7.18, without Zope around it, everything in memory; measured "
            + "before, on 2 cores of an Intel Xeon, medians of 5 runs, ±25 %. LabQueue answers when it is on disk.\n\n" + table);
    }

    private static void Judge(Report report, Operation operation, int depth, int connections, double times)
    {
        if (operation == Operation.PopDone && connections == 8 && depth is (0 or 10_000))
        {
            var wanted = depth == 0 ? 20 : 150;
            report.Judge(
                $"classic pop and done, 8 connections, {depth:#,0} waiting: at least {wanted} times the original",
                $"{Figure.Number(times)} times",
                times >= wanted);
        }
    }
}
