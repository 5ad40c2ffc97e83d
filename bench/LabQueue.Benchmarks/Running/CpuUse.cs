namespace LabQueue.Benchmarks.Running;

/// <summary>Processor time over a run.</summary>
/// <param name="Server">The server's; zero where it runs in the benchmark's own process.</param>
/// <param name="Generator">The load generator's.</param>
/// <param name="Others">Cores that all other processes kept busy on average: above 0.2, the run was disturbed.</param>
internal sealed record CpuUse(TimeSpan Server, TimeSpan Generator, double Others);
