using System.Diagnostics;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Load;

/// <summary>What a run of the load showed.</summary>
internal sealed record LoadResult
{
    /// <summary>Sums up.</summary>
    /// <param name="ticks">How long each operation took.</param>
    /// <param name="elapsed">How long all of them took.</param>
    /// <param name="cpu">Processor time meanwhile.</param>
    public LoadResult(Span<long> ticks, TimeSpan elapsed, CpuUse cpu)
    {
        ticks.Sort();
        Operations = ticks.Length;
        PerSecond = ticks.Length / elapsed.TotalSeconds;
        Elapsed = elapsed;
        Cpu = cpu;
        (P50, P99) = ticks.Length == 0
            ? (TimeSpan.Zero, TimeSpan.Zero)
            : (Stopwatch.GetElapsedTime(0, ticks[ticks.Length / 2]), Stopwatch.GetElapsedTime(0, ticks[ticks.Length * 99 / 100]));
    }

    /// <summary>Operations done.</summary>
    public int Operations { get; }

    /// <summary>Operations per second.</summary>
    public double PerSecond { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Time of the operation in the middle.</summary>
    public TimeSpan P50 { get; init; }

    /// <summary>Time that one operation of a hundred exceeds.</summary>
    public TimeSpan P99 { get; init; }

    /// <summary>Processor time.</summary>
    public CpuUse Cpu { get; }

    /// <summary>Calls that found nothing to do; not among the operations.</summary>
    public long Empty { get; init; }

    /// <summary>Bytes that the rest of the benchmark's process allocated: the server, where it is hosted there.</summary>
    public long AllocatedByOthers { get; init; }
}
