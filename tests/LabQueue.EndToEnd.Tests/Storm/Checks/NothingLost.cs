namespace LabQueue.EndToEnd.Tests.Storm.Checks;

/// <summary>I1: what was acknowledged is there: the task, its end, its deletion.</summary>
internal static class NothingLost
{
    public static IEnumerable<string> Find(StormResult result)
    {
        var queue = result.Facts.Queue.Select(ServerFacts.Uid).ToHashSet(StringComparer.Ordinal);
        var ends = result.Facts.Ends.ToLookup(
            end => ServerFacts.Uid(end.GetProperty("task")), end => end.GetProperty("status").GetString()!);
        foreach (var add in result.Asked.Adds.Where(add => add.Added == true))
        {
            if (!queue.Contains(add.Uid) && !ends[add.Uid].Any(status => status != "failed"))
            {
                yield return $"I1: {add.Uid} was acknowledged and is gone: {add.Call}";
            }
        }

        foreach (var report in result.Asked.Reports.Where(report => report is { Kind: "done", Accepted: true }))
        {
            if (!ends[report.Uid].Contains("done") || queue.Contains(report.Uid))
            {
                yield return $"I1: {report.Uid} was acknowledged as done and is not: {report.Call}";
            }
        }

        foreach (var uid in result.Asked.Deletes.Where(calls => calls.Any(call => call.Happened == true)).Select(calls => calls.Key))
        {
            if (!ends[uid].Contains("deleted") || queue.Contains(uid))
            {
                yield return $"I1: the deletion of {uid} was acknowledged and is not there";
            }
        }
    }
}
