namespace LabQueue.EndToEnd.Tests.Storm.Checks;

/// <summary>I7: nobody who is gone holds a task for longer than its lease, or its time limit, and two seconds.</summary>
internal static class NothingIsHeld
{
    // max_seconds of a storm's tasks is 4 at most; each of three retries may make it half as long again.
    private const int LongestRunSeconds = 14;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(StormClient.LeaseSeconds);

    public static IEnumerable<string> Find(StormResult result)
    {
        foreach (var run in result.Facts.Attempts.Values.SelectMany(attempts => attempts))
        {
            if (run.Ended is not { } ended)
            {
                yield return $"I7: still running after the drain: {run}";
            }
            else if (run.Outcome == "orphaned" && HeldTime(result, run) > Lease + Grace)
            {
                yield return $"I7: held for {HeldTime(result, run)}: {run}";
            }
            else if (run.Consumer != Drain.Consumer && ended - result.Quiet > Longest(run) + Grace)
            {
                yield return $"I7: its consumer was gone for {ended - result.Quiet}: {run}";
            }
        }
    }

    /// <summary>The longest time beyond its lease that a task of a consumer that fell silent was held.</summary>
    public static TimeSpan LongestBeyondLease(StormResult result) => result.Facts.Attempts.Values
        .SelectMany(attempts => attempts)
        .Where(run => run is { Outcome: "orphaned", Ended: not null })
        .Select(run => HeldTime(result, run) - Lease)
        .DefaultIfEmpty(TimeSpan.Zero)
        .Max();

    private static TimeSpan Longest(Attempt run) =>
        run.Consumer.StartsWith("storm-", StringComparison.Ordinal) ? Lease : TimeSpan.FromSeconds(LongestRunSeconds);

    // While the database was away nobody could take it back.
    private static TimeSpan HeldTime(StormResult result, Attempt run)
    {
        var (from, to) = (LastSign(result, run), run.Ended!.Value);
        var outages = result.Outages.Where(outage => outage.From < to && outage.To > from)
            .Sum(outage => (outage.To < to ? outage.To : to).Ticks - (outage.From > from ? outage.From : from).Ticks);
        return to - from - TimeSpan.FromTicks(outages);
    }

    // A server that starts gives every lease its whole length again.
    private static DateTimeOffset LastSign(StormResult result, Attempt run) =>
        result.Starts.Where(start => start < run.Ended).Append(run.Started).Max();
}
