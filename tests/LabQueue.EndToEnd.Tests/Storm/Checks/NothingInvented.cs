namespace LabQueue.EndToEnd.Tests.Storm.Checks;

/// <summary>I2: nothing exists that nobody asked for, and nothing twice.</summary>
internal static class NothingInvented
{
    public static IEnumerable<string> Find(StormResult result) => [.. FindTasks(result), .. FindEnds(result)];

    private static IEnumerable<string> FindTasks(StormResult result)
    {
        var adds = result.Asked.Adds.ToLookup(add => add.Uid);
        foreach (var copies in result.Facts.Queue.GroupBy(ServerFacts.Uid).Where(copies => copies.Count() > 1))
        {
            yield return $"I2: {copies.Key} is in the queue {copies.Count()} times";
        }

        foreach (var uid in result.Facts.Attempts.Keys.Where(uid => adds[uid].All(add => add.Added == false)))
        {
            yield return $"I2: {uid} exists, but nobody asked for it, or its add was refused";
        }

        foreach (var asked in adds)
        {
            if (asked.Count(add => add.Added == true) > 1)
            {
                yield return $"I2: {asked.Key} was added twice";
            }

            var first = asked.MinBy(add => add.Call.Sent)!;
            if (first.Added == false && !first.Task.TryGetProperty("unique", out _))
            {
                yield return $"I2: {asked.Key} was refused though nothing like it was there: {first.Call}";
            }
        }
    }

    private static IEnumerable<string> FindEnds(StormResult result)
    {
        var queue = result.Facts.Queue.Select(ServerFacts.Uid).ToHashSet(StringComparer.Ordinal);
        var reports = result.Asked.Reports.Where(report => report.Accepted != false).ToLookup(report => report.Uid);
        var ends = result.Facts.Ends
            .Select(end => (Uid: ServerFacts.Uid(end.GetProperty("task")), Status: end.GetProperty("status").GetString()!))
            .Where(end => end.Status != "failed")
            .ToLookup(end => end.Uid, end => end.Status);
        foreach (var end in ends)
        {
            if (end.Count() > 1 || queue.Contains(end.Key))
            {
                yield return $"I2: {end.Key} ended as {string.Join(" and ", end)}, and is {(queue.Contains(end.Key) ? "still" : "not")} queued";
            }

            var isAsked = end.First() switch
            {
                "done" => reports[end.Key].Any(report => report.Kind is "done" or "advance"),
                "deleted" => result.Asked.Deletes[end.Key].Any(call => call.Happened != false),
                "cancelled" => result.Asked.Cancels[end.Key].Any(call => call.Happened != false),
                _ => false,
            };
            if (!isAsked)
            {
                yield return $"I2: {end.Key} is {end.First()}, and nobody asked for that";
            }
        }
    }
}
