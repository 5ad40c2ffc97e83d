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

    /// <summary>Several clicks of the same kind as one: their median times, and all that the people beside them asked for.</summary>
    public static Click Together(IEnumerable<Click> clicks)
    {
        Click[] all = [.. clicks];
        return new Click(
            all[0].Action,
            Median(all.Select(click => click.Answered)),
            Median(all.Select(click => click.Done)),
            all[0].Count,
            [.. all.SelectMany(click => click.Others)]);
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => times.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : default;
}
