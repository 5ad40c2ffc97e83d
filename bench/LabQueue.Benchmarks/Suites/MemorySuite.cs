using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Suites;

/// <summary>Memory that the server holds with 20,000 waiting tasks.</summary>
internal sealed class MemorySuite(SuiteOptions options)
{
    private const int Depth = 20_000;
    private const int MostMebibytes = 110;

    // What it needed for work, it gives back at rest.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly string _key = FernetToken.NewKey();
    private double _largest;

    /// <summary>Runs it alone.</summary>
    public Report Run()
    {
        var report = new Report();
        using var folder = new RunFolder(options.Data);
        report.Say("# The server's memory");
        report.Say(Machine.Describe(folder.Path));
        Run(report, folder.Next("memory"));
        report.SayAims();
        return report;
    }

    private void Run(Report report, string folder)
    {
        var table = new MarkdownTable("server", "resident at once, MiB", "resident 10 s later, MiB", "peak, MiB");
        var tasks = new TaskBytes(uids: 2, worksheets: 2_000);
        using (var server = ServerProcess.StartLabQueue(folder, _key))
        {
            QueueState.Set(server.Target, "max_concurrent_tasks", "0");
            Add(table, "fresh and empty", server);
            var workload = new Workload(server.Target, tasks);
            workload.Run(Operation.Add, 16, Depth);
            Add(table, $"after {Depth:#,0} adds over 16 connections", server);
            workload.Run(Operation.PopDone, 16, options.Count(20_000) / 2);
            workload.FillTo(Depth);
            workload.TrimTo(Depth);
            Add(table, "after 10,000 cycles more, 20,000 waiting again", server);
        }

        using var again = ServerProcess.StartLabQueue(folder, _key);
        Add(table, $"started anew, {Depth:#,0} waiting", again);
        LoadRun.Run(again.Target, 1, 20, _ => new DiffCaller(again.Target, []));
        Add(table, "after 20 clients fetched 5,000 tasks each", again);
        new Workload(again.Target, tasks).Run(Operation.ReportTake, 8, options.Count(10_000));
        Add(table, "after 10,000 reports and claims over 8 connections", again);
        report.Say(table.ToString());
        report.Judge(
            $"resident memory with 20,000 waiting at most {MostMebibytes} MiB (at rest, the largest of the table)",
            $"{Figure.Number(_largest)} MiB",
            _largest <= MostMebibytes);
    }

    private void Add(MarkdownTable table, string what, ServerProcess server)
    {
        var busy = server.Mebibytes("VmRSS");
        Pause.For(Rest);
        var resident = server.Mebibytes("VmRSS");
        _largest = Math.Max(_largest, resident);
        table.Add(what, Figure.Number(busy), Figure.Number(resident), Figure.Number(server.Mebibytes("VmHWM")));
    }
}
