using System.Diagnostics;
using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Suites;

/// <summary>One kind of call for a while, so that a profiler can look at the server.</summary>
internal static class ProfileSuite
{
    /// <summary>Runs it, and calls a command with the server's process id once it is warm.</summary>
    /// <param name="options">Where.</param>
    /// <param name="operation">What is done.</param>
    /// <param name="connections">Over how many connections.</param>
    /// <param name="seconds">How long, about.</param>
    /// <param name="command">A program and its arguments, with <c>PID</c> for the process; it must end by itself. Null: none.</param>
    /// <param name="isStandIn">Whether to look at the stand-in instead.</param>
    public static int Run(
        SuiteOptions options, Operation operation, int connections, int seconds, string? command, bool isStandIn)
    {
        using var folder = new RunFolder(options.Data);
        var key = FernetToken.NewKey();
        using var server = isStandIn
            ? ServerProcess.StartStandIn(folder.Next("profile"), key)
            : ServerProcess.StartLabQueue(folder.Next("profile"), key);
        if (!isStandIn)
        {
            QueueState.Set(server.Target, "max_concurrent_tasks", "0");
        }

        var workload = new Workload(server.Target, new TaskBytes(uids: 2, worksheets: 1_000_000));
        workload.Run(Operation.Add, connections, 20_000);
        var rate = Run(workload, operation, connections, 10_000).PerSecond;
        var count = (int)(rate * seconds);
        Prepare(workload, operation, count);
        var before = ThreadCpu.Read(server.Target.ProcessId!.Value);
        using var profiler = command is null ? null : Start(command, server.Target.ProcessId!.Value);
        var result = Run(workload, operation, connections, count);
        var threads = ThreadCpu.Read(server.Target.ProcessId!.Value)
            .Select(thread => (thread.Key, Spent: (thread.Value - before.GetValueOrDefault(thread.Key)) / 1_000 / result.Operations))
            .Where(thread => thread.Spent >= 0.5)
            .OrderByDescending(thread => thread.Spent)
            .Select(thread => $"{thread.Key} {Figure.Number(thread.Spent, 1)}");
        profiler?.WaitForExit();
        Console.WriteLine(
            $"{operation}, {connections} connections: {Figure.Rate(result.PerSecond)}/s, p50 {Figure.Milliseconds(result.P50)} ms, "
            + $"p99 {Figure.Milliseconds(result.P99)} ms; server {Figure.Number(PerOperation(result.Cpu.Server), 1)} µs, generator "
            + $"{Figure.Number(PerOperation(result.Cpu.Generator), 1)} µs; others {Figure.Number(result.Cpu.Others, 2)} cores\n"
            + $"  µs by thread: {string.Join(", ", threads)}");
        return 0;

        double PerOperation(TimeSpan time) => time.TotalMicroseconds / result.Operations;
    }

    private static void Prepare(Workload workload, Operation operation, int count)
    {
        if (operation is Operation.PopDone or Operation.ReportTake)
        {
            workload.Run(Operation.Add, 16, count);
        }
    }

    private static LoadResult Run(Workload workload, Operation operation, int connections, int count) =>
        workload.Run(operation, connections, operation == Operation.AddList ? Math.Max(1, count / Workload.ListLength) : count);

    private static Process? Start(string command, int process)
    {
        var words = command.Replace("PID", process.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Process.Start(words[0], words[1..]);
    }
}
