using LabQueue.Benchmarks.BadCases;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Suites;

/// <summary>Claims and starts with a million tasks that stand in the way.</summary>
internal sealed class BadCasesSuite(SuiteOptions options)
{
    /// <summary>Runs it.</summary>
    public Report Run()
    {
        var report = new Report();
        var table = new MarkdownTable(
            "tasks that wait", "in process, 1 caller", "16 callers", "HTTP, 1 connection", "8 connections", "p50 / p99 ms with 8",
            "start, s", "resident, MiB");
        using var folder = new RunFolder(options.Data);
        report.Say($"# A queue of {options.MostTasks:#,0} tasks in the way");
        report.Say(Machine.Describe(folder.Path));
        foreach (var badCase in BadCase.All)
        {
            Console.Error.WriteLine(badCase.Title);
            var data = folder.Next("case");
            new BadCaseRun(options, badCase).RunAsync(data, table).GetAwaiter().GetResult();
            Directory.Delete(data, recursive: true);
        }

        report.Say(
            "Each claim reports the task before and takes the next one, with a lease, in one call; figures are claims per second. Of one "
            + "lane a single task runs at a time, so that 15 of 16 callers find nothing and ask again; their calls are not counted. "
            + "Start is from the start of the process to the first 200 of /readyz.\n\n" + table);
        return report;
    }
}
