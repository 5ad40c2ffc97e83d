using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Storm.Checks;

/// <summary>I8: the counters say what the lists say, and every run has a number, a beginning and an end.</summary>
internal static class FiguresAreRight
{
    private static readonly string[] Statuses = ["queued", "running", "failed", "done"];

    public static IEnumerable<string> Find(StormResult result) => [.. Find(result.Facts), .. FindGaps(result.Facts)];

    /// <summary>Compares counters and lists.</summary>
    public static IEnumerable<string> Find(ServerFacts facts)
    {
        var tasks = facts.Queue
            .Concat(facts.Ends.Where(end => Text(end, "status") == "done").Select(end => end.GetProperty("task")))
            .ToLookup(task => (Text(task, "name"), Text(task, "status")));
        foreach (var name in facts.Stats.GetProperty("names").EnumerateArray())
        {
            foreach (var status in Statuses)
            {
                var counted = name.GetProperty(status).GetInt64();
                var listed = tasks[(Text(name, "name"), status)].Count();
                if (counted != listed)
                {
                    yield return $"I8: of {Text(name, "name")} {counted} are counted as {status}, and {listed} listed";
                }
            }
        }

        foreach (var status in Statuses)
        {
            var counted = facts.Stats.GetProperty(status).GetInt64();
            var listed = tasks.Where(group => group.Key.Item2 == status).Sum(group => group.Count());
            if (counted != listed)
            {
                yield return $"I8: {counted} are counted as {status}, and {listed} listed";
            }
        }
    }

    private static IEnumerable<string> FindGaps(ServerFacts facts)
    {
        foreach (var (uid, runs) in facts.Attempts)
        {
            if (!runs.Select(run => run.Number).SequenceEqual(Enumerable.Range(1, runs.Count)))
            {
                yield return $"I8: the runs of {uid} are {string.Join(", ", runs.Select(run => run.Number))}";
            }

            foreach (var run in runs.Where(run => run.Ended < run.Started || run.Ended is null != run.Outcome is null))
            {
                yield return $"I8: a run without a beginning or an end: {run}";
            }
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
