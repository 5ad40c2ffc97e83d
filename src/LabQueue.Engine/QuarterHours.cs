namespace LabQueue.Engine;

/// <summary>Gathers the figures of minutes into quarters of an hour, for a look at a whole day.</summary>
public static class QuarterHours
{
    /// <summary>How many make a day.</summary>
    public const int PerDay = 96;

    private const long Microseconds = 15 * 60 * UnixTime.MicrosecondsPerSecond;

    /// <summary>The beginning of the quarter that a time lies in.</summary>
    public static DateTimeOffset Of(DateTimeOffset time) =>
        UnixTime.FromMicroseconds(time.ToMicroseconds() / Microseconds * Microseconds);

    /// <summary>The beginning of the first quarter of the day that ends with the present one.</summary>
    public static DateTimeOffset First(DateTimeOffset now) =>
        UnixTime.FromMicroseconds(Of(now).ToMicroseconds() - ((PerDay - 1) * Microseconds));

    /// <summary>Adds the minutes of each quarter up, oldest first.</summary>
    /// <param name="minutes">What is known of the minutes, in any order.</param>
    public static IReadOnlyList<MinuteStats> Gather(IEnumerable<MinuteStats> minutes) =>
    [
        .. minutes
            .GroupBy(minute => Of(minute.Minute))
            .OrderBy(quarter => quarter.Key)
            .Select(quarter => new MinuteStats(
                quarter.Key,
                quarter.Sum(minute => minute.Added),
                quarter.Sum(minute => minute.Started),
                quarter.Sum(minute => minute.Done),
                quarter.Sum(minute => minute.Failed))),
    ];
}
