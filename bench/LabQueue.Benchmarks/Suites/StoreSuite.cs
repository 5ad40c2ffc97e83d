using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;
using LabQueue.Benchmarks.Store;

namespace LabQueue.Benchmarks.Suites;

/// <summary>The embedded store alone, in one process: what a task costs without HTTP.</summary>
internal sealed class StoreSuite(SuiteOptions options)
{
    private static readonly int[] Callers = [1, 8, 16];

    private readonly MarkdownTable _table = new(
        "operation", "waiting", "callers", "tasks/s", "µs of processor time per task", "bytes allocated per task", "KiB written per task");

    /// <summary>Runs it.</summary>
    public Report Run()
    {
        var report = new Report();
        using var folder = new RunFolder(options.Data);
        report.Say("# The embedded store in one process");
        report.Say(Machine.Describe(folder.Path));
        RunAsync(folder.Next("store")).GetAwaiter().GetResult();
        report.Say($"Tasks of 2 uids, four names over 1,000 worksheets.\n\n{_table}");
        return report;
    }

    private async Task RunAsync(string folder)
    {
        await using var store = await StoreFolder.OpenAsync(folder, FernetToken.NewKey());
        var load = new StoreLoad(store.Queue(Target.Site), uids: 2, worksheets: 1_000);

        // Compiled code and warm caches first.
        await RunAllAsync(load, depth: 0, 8, options.Count(10_000), isMeasured: false);
        foreach (var callers in Callers)
        {
            await RunAllAsync(load, depth: 0, callers, options.Count(callers == 1 ? 5_000 : 20_000), isMeasured: true);
        }

        var depth = options.MostTasks / 10;
        await load.FillAsync(depth);
        await RunAllAsync(load, depth, 16, options.Count(20_000), isMeasured: true);
    }

    private async Task RunAllAsync(StoreLoad load, int depth, int callers, int count, bool isMeasured)
    {
        var held = new IReadOnlyList<QueueTask>[callers + 1];
        Array.Fill(held, []);
        await MeasureAsync("add", 1, count, _ => Always(load.AddAsync()));
        await MeasureAsync("pop and done", 1, count / 2, load.PopDoneAsync);
        await MeasureAsync("report and take", 1, count / 2, ReportTakeAsync);
        for (var number = 1; number <= callers; number++)
        {
            await load.ReportAsync(held[number]);
        }

        await MeasureAsync("list of 100", Workload.ListLength, count / Workload.ListLength, _ => Always(load.AddListAsync()));
        await load.DrainAsync(count);

        async Task<bool> ReportTakeAsync(int number)
        {
            held[number] = await load.ReportTakeAsync(number, held[number]);
            return held[number].Count > 0;
        }

        async Task MeasureAsync(string operation, int tasks, int times, Func<int, Task<bool>> step)
        {
            var result = await StoreLoad.RunAsync(callers, times, step);
            var all = (double)result.Done * tasks;
            if (isMeasured)
            {
                _table.Add(
                    operation, Figure.Number(depth), Figure.Number(callers), Figure.Rate(result.PerSecond * tasks),
                    Figure.Number(result.Used.Cpu.TotalMicroseconds / all, 1), Figure.Number(result.Used.Allocated / all),
                    Figure.Number(result.Used.Written / all / 1_024, 1));
            }
        }
    }

    private static async Task<bool> Always(Task task)
    {
        await task;
        return true;
    }
}
