namespace LabQueue.EndToEnd.Tests.Storm.Checks;

/// <summary>I4: no two runs of one lane overlap, and the classic rule of names and places holds.</summary>
internal static class LanesAreFree
{
    public static IEnumerable<string> Find(StormResult result)
    {
        var runs = result.Facts.Attempts.Values.SelectMany(attempts => attempts).OrderBy(run => run.Started).ToArray();
        return [.. FindOverlaps(runs).Select(found => $"I4: {found}"), .. FindHeldBack(runs)];
    }

    /// <summary>Runs of one lane, or of one name and place, of which one began before the other had ended.</summary>
    public static IEnumerable<string> FindOverlaps(IEnumerable<Attempt> runs) => runs
        .Where(run => run.Key is not null)
        .OrderBy(run => run.Started)
        .GroupBy(run => run.Key)
        .SelectMany(FindOverlapsInLane);

    private static IEnumerable<string> FindOverlapsInLane(IEnumerable<Attempt> runs)
    {
        Attempt? last = null;
        foreach (var run in runs)
        {
            if (last is not null && run.Started < End(last))
            {
                yield return $"two runs overlap: {last}, {run}";
            }

            last = last is null || End(run) > End(last) ? run : last;
        }
    }

    // At its start no run has the task's name while a run, maybe another, has its place. Ends and starts of one group of
    // the server have one time, so only what lies clearly around that time counts.
    private static IEnumerable<string> FindHeldBack(IEnumerable<Attempt> runs)
    {
        var active = new List<Attempt>();
        foreach (var run in runs.Where(run => run is { Lane: null, Place: not null }))
        {
            active.RemoveAll(other => End(other) <= run.Started);
            var others = active.Where(other => other.Started < run.Started).ToArray();
            var name = Array.Find(others, other => other.Name == run.Name);
            var place = Array.Find(others, other => other.Place == run.Place);
            if (name is not null && place is not null)
            {
                yield return $"I4: {run} started beside {name} and {place}";
            }

            active.Add(run);
        }
    }

    private static DateTimeOffset End(Attempt run) => run.Ended ?? DateTimeOffset.MaxValue;
}
