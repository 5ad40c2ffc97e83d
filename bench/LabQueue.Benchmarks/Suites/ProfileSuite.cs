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
    public static int Run(SuiteOptions options, Operation operation, int connections, int seconds, string? command)
    {
        using var folder = new RunFolder(options.Data);
        var key = FernetToken.NewKey();
        using var server = ServerProcess.StartLabQueue(folder.Next("profile"), key);
        QueueState.Set(server.Target, "max_concurrent_tasks", "0");
        var workload = new Workload(server.Target, new TaskBytes(uids: 2, worksheets: 10_000));
        workload.Run(Operation.Add, connections, 20_000);
        var rate = Step(workload, operation, connections, 10_000).PerSecond;
        using var profiler = command is null ? null : Start(command, server.Target.ProcessId!.Value);
        var result = Step(workload, operation, connections, (int)(rate * seconds));
        profiler?.WaitForExit();
        Console.WriteLine(
            $"{operation}, {connections} connections: {Figure.Rate(result.PerSecond)}/s, p50 {Figure.Milliseconds(result.P50)} ms, "
            + $"p99 {Figure.Milliseconds(result.P99)} ms; server {Figure.Number(PerOperation(result.Cpu.Server), 1)} µs, generator "
            + $"{Figure.Number(PerOperation(result.Cpu.Generator), 1)} µs; others {Figure.Number(result.Cpu.Others, 2)} cores");
        return 0;

        double PerOperation(TimeSpan time) => time.TotalMicroseconds / result.Operations;
    }

    private static LoadResult Step(Workload workload, Operation operation, int connections, int count)
    {
        if (operation == Operation.AddList)
        {
            return workload.Run(operation, connections, Math.Max(1, count / Workload.ListLength));
        }

        if (operation != Operation.Add)
        {
            workload.FillTo(count);
        }

        return workload.Run(operation, connections, count);
    }

    private static Process? Start(string command, int process)
    {
        var words = command.Replace("PID", process.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Process.Start(words[0], words[1..]);
    }
}
