namespace LabQueue.Benchmarks.Laboratory;

/// <summary>A click on a thousand analyses, and the people beside it.</summary>
/// <param name="Action">What was asked for.</param>
/// <param name="Answered">Until the click was answered.</param>
/// <param name="Done">Until all was done.</param>
/// <param name="Count">How many analyses were done.</param>
/// <param name="Others">What the people beside it asked for meanwhile.</param>
internal sealed record Click(string Action, TimeSpan Answered, TimeSpan Done, int Count, IReadOnlyList<LabClientCall> Others)
{
    /// <summary>Analyses per second.</summary>
    public double PerSecond => Count / Done.TotalSeconds;
}
