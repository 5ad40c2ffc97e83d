using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Reports;

namespace LabQueue.Benchmarks.Suites;

/// <summary>All that was measured in a run.</summary>
internal sealed class Samples
{
    private readonly List<Sample> _all = [];

    /// <summary>Adds one.</summary>
    public void Add(Sample sample)
    {
        _all.Add(sample);
        Console.Error.WriteLine(
            $"{sample.Target} {sample.Operation} depth {sample.Depth} connections {sample.Connections}: "
            + $"{Figure.Rate(sample.TasksPerSecond)}/s, p99 {Figure.Milliseconds(sample.Result.P99)} ms, "
            + $"others {Figure.Number(sample.Result.Cpu.Others, 2)} cores");
    }

    /// <summary>Those of one kind, in the order in which they were taken.</summary>
    public IReadOnlyList<Sample> Of(string target, Operation operation, int depth, int connections) =>
    [
        .. _all.Where(sample => sample.Target == target && sample.Operation == operation
            && sample.Depth == depth && sample.Connections == connections),
    ];

    /// <summary>The median rate of one kind, in tasks per second; null where there is none.</summary>
    public double? Rate(string target, Operation operation, int depth, int connections) =>
        Of(target, operation, depth, connections) is { Count: > 0 } samples
            ? Figure.Median(samples.Select(sample => sample.TasksPerSecond))
            : null;

    /// <summary>Median rate, and median times of an operation, as a cell of a table.</summary>
    public string Cell(string target, Operation operation, int depth, int connections)
    {
        if (Rate(target, operation, depth, connections) is not { } rate)
        {
            return "-";
        }

        var samples = Of(target, operation, depth, connections);
        var p50 = Figure.Median(samples.Select(sample => sample.Result.P50.TotalMilliseconds));
        var p99 = Figure.Median(samples.Select(sample => sample.Result.P99.TotalMilliseconds));
        return $"{Figure.Rate(rate)} ({Figure.Number(p50, 2)} / {Figure.Number(p99, 1)})";
    }

    /// <summary>Processor time per call: of the server and of the load generator, in microseconds, as a cell of a table.</summary>
    public string CpuCell(string target, Operation operation, int depth, int connections)
    {
        var samples = Of(target, operation, depth, connections);
        if (samples.Count == 0)
        {
            return "-";
        }

        var server = Figure.Median(samples.Select(sample => PerCall(sample, sample.Result.Cpu.Server)));
        var generator = Figure.Median(samples.Select(sample => PerCall(sample, sample.Result.Cpu.Generator)));
        return $"{Figure.Number(server)} / {Figure.Number(generator)}";
    }

    /// <summary>Says how much other processes disturbed the run.</summary>
    public string Noise()
    {
        double[] others = [.. _all.Select(sample => sample.Result.Cpu.Others)];
        var disturbed = others.Count(cores => cores > 0.2);
        return $"Other processes used {Figure.Number(Figure.Median(others), 2)} of {Environment.ProcessorCount} cores in the "
            + $"median measurement, {Figure.Number(others.Max(), 2)} at most; {disturbed} of {others.Length} measurements had "
            + "more than 0.20 beside them and count as disturbed.";
    }

    private static double PerCall(Sample sample, TimeSpan time) =>
        time.TotalMicroseconds / (sample.Result.Operations * sample.Calls + sample.Result.Empty);
}
