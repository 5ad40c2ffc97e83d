namespace LabQueue.Web.Queue;

/// <summary>Figures of the monitor's chart, also those of times in which nothing happened.</summary>
/// <param name="Times">When each begins, in seconds since 1970.</param>
/// <param name="Added">Tasks added.</param>
/// <param name="Done">Tasks that went well.</param>
/// <param name="Failed">Runs that failed.</param>
internal sealed record Chart(IReadOnlyList<long> Times, IReadOnlyList<long> Added, IReadOnlyList<long> Done, IReadOnlyList<long> Failed)
{
    private const int Minute = 60;
    private const int Quarter = 15 * Minute;

    /// <summary>The last hour, minute by minute.</summary>
    public static Chart OfHour(IReadOnlyList<MinuteStats> minutes, DateTimeOffset now) => Of(minutes, now, Minute, 60);

    /// <summary>The last day, a quarter of an hour after the other.</summary>
    public static Chart OfDay(IReadOnlyList<MinuteStats> quarters, DateTimeOffset now) => Of(quarters, now, Quarter, 24 * 4);

    private static Chart Of(IReadOnlyList<MinuteStats> figures, DateTimeOffset now, int length, int count)
    {
        var known = figures.ToDictionary(figure => figure.Minute.ToUnixTimeSeconds());
        var last = now.ToUnixTimeSeconds() / length * length;
        long[] times = [.. Enumerable.Range(0, count).Select(index => last - ((long)length * (count - 1 - index)))];
        long[] Each(Func<MinuteStats, long> figure) => [.. times.Select(time => known.TryGetValue(time, out var found) ? figure(found) : 0)];
        return new Chart(times, Each(figure => figure.Added), Each(figure => figure.Done), Each(figure => figure.Failed));
    }
}
