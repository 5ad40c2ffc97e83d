using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;
using LabQueue.Benchmarks.Store;
using LabQueue.Server;
using Microsoft.Extensions.Logging;

namespace LabQueue.Benchmarks.Suites;

/// <summary>
/// The same store and HTTP pipeline hosted in the benchmark's own process, where one can see what they allocate: all of
/// the process's bytes less those of the load generator's threads.
/// </summary>
internal static class InProcessPipeline
{
    private static readonly Operation[] Operations = [Operation.Add, Operation.AddList, Operation.PopDone, Operation.ReportTake];

    /// <summary>Runs it.</summary>
    public static void Run(Report report, string folder, SuiteOptions options)
    {
        var table = new MarkdownTable("allocated per task, bytes", "2 uids", "10 uids");
        var few = Measure(Path.Combine(folder, "2"), 2, options);
        var many = Measure(Path.Combine(folder, "10"), 10, options);
        foreach (var operation in Operations)
        {
            table.Add(operation.ToString(), Figure.Number(few[operation]), Figure.Number(many[operation]));
        }

        report.Say("## Allocation, 8 connections, pipeline hosted in the benchmark's process\n\n" + table);
    }

    private static Dictionary<Operation, double> Measure(string folder, int uids, SuiteOptions options)
    {
        var key = FernetToken.NewKey();
        var store = StoreFolder.OpenAsync(folder, key).GetAwaiter().GetResult();
        var app = ServerApp.Build(
            new ServerOptions { Urls = [ServerProcess.Url(0)] }, store, TimeProvider.System, builder => builder.Logging.ClearProviders());
        app.StartAsync().GetAwaiter().GetResult();
        try
        {
            var target = new Target("hosted", new Uri(app.Urls.First()).Port, ProcessId: null, new TokenRing(key, "bench"));
            var workload = new Workload(target, new TaskBytes(uids, worksheets: 1_000));
            return Operations.ToDictionary(operation => operation, operation => PerTask(workload, operation, options.Count(10_000)));
        }
        finally
        {
            app.StopAsync().GetAwaiter().GetResult();
            app.DisposeAsync().AsTask().GetAwaiter().GetResult();
            store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    // The first run warms up: what is made once is no task's fault.
    private static double PerTask(Workload workload, Operation operation, int count)
    {
        var isList = operation == Operation.AddList;
        workload.FillTo(count);
        workload.Run(operation, 8, isList ? 20 : count / 10);
        workload.FillTo(count);
        var result = workload.Run(operation, 8, isList ? count / Workload.ListLength : count);
        return (double)result.AllocatedByOthers / result.Operations / (isList ? Workload.ListLength : 1);
    }
}
