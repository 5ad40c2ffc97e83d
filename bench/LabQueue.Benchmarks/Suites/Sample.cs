using LabQueue.Benchmarks.Load;

namespace LabQueue.Benchmarks.Suites;

/// <summary>What was measured once.</summary>
/// <param name="Target">Which server.</param>
/// <param name="Operation">What was done.</param>
/// <param name="Depth">Tasks that waited.</param>
/// <param name="Connections">Over how many connections.</param>
/// <param name="Result">What came out.</param>
internal sealed record Sample(string Target, Operation Operation, int Depth, int Connections, LoadResult Result)
{
    /// <summary>Tasks per second.</summary>
    public double TasksPerSecond => Result.PerSecond * (Operation == Operation.AddList ? Workload.ListLength : 1);

    /// <summary>Calls that an operation is.</summary>
    public int Calls => Operation == Operation.PopDone ? 2 : 1;
}
