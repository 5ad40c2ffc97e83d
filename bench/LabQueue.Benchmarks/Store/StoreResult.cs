using System.Globalization;

namespace LabQueue.Benchmarks.Store;

/// <summary>What a run against the store showed.</summary>
/// <param name="Done">How often something was done.</param>
/// <param name="Empty">How often there was nothing to do.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Used">What the process used meanwhile.</param>
internal sealed record StoreResult(int Done, int Empty, TimeSpan Elapsed, StoreResult.Counters Used)
{
    /// <summary>Operations per second.</summary>
    public double PerSecond => Done / Elapsed.TotalSeconds;

    /// <summary>What a process uses.</summary>
    /// <param name="Cpu">Processor time.</param>
    /// <param name="Allocated">Bytes allocated.</param>
    /// <param name="Written">Bytes handed to the system to write: the log of changes, and its transfer to the file.</param>
    internal sealed record Counters(TimeSpan Cpu, long Allocated, long Written)
    {
        /// <summary>What it has used so far.</summary>
        public static Counters Read()
        {
            var written = File.ReadLines("/proc/self/io").First(line => line.StartsWith("wchar:", StringComparison.Ordinal));
            return new Counters(
                Environment.CpuUsage.TotalTime,
                GC.GetTotalAllocatedBytes(precise: true),
                long.Parse(written["wchar:".Length..], CultureInfo.InvariantCulture));
        }

        /// <summary>What it used between two readings.</summary>
        public static Counters operator -(Counters left, Counters right) =>
            new(left.Cpu - right.Cpu, left.Allocated - right.Allocated, left.Written - right.Written);
    }
}
