namespace LabQueue.Benchmarks.Suites;

/// <summary>What a benchmark was told.</summary>
/// <param name="Data">Folder for the data, on a disk.</param>
/// <param name="IsQuick">A tenth of the work, to see that everything runs; its figures mean little.</param>
/// <param name="Write">Whether to store the report.</param>
internal sealed record SuiteOptions(string Data, bool IsQuick, bool Write)
{
    /// <summary>How often each measurement is repeated; the tables show the median.</summary>
    public int Rounds => IsQuick ? 1 : 3;

    /// <summary>The largest queue.</summary>
    public int MostTasks => IsQuick ? 20_000 : 1_000_000;

    /// <summary>A number of operations, fewer for a quick run.</summary>
    public int Count(int operations) => IsQuick ? Math.Max(50, operations / 10) : operations;
}
