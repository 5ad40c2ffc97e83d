namespace LabQueue.EndToEnd.Tests.Laboratory.Checks;

/// <summary>L2: each object of a task has one outcome, and the task's figures are the numbers of these.</summary>
internal static class FiguresAddUp
{
    /// <summary>What is wrong.</summary>
    public static IEnumerable<string> Find(LabStormResult result)
    {
        var outcomes = result.Facts.Outcomes.ToLookup(outcome => outcome.TaskUid, StringComparer.Ordinal);
        foreach (var work in result.Facts.Works)
        {
            var rows = outcomes[work.TaskUid].CountBy(row => row.Word).ToDictionary(StringComparer.Ordinal);
            (long, long, long, long) counted =
                (rows.GetValueOrDefault("done"), rows.GetValueOrDefault("refused"), rows.GetValueOrDefault("failed"), rows.GetValueOrDefault("skipped"));
            if (counted != (work.Done, work.Refused, work.Failed, work.Skipped) || rows.Values.Sum() != work.Total)
            {
                yield return $"L2: {work} has {counted} outcomes that are done, refused, failed, skipped.";
            }
        }

        var known = result.Facts.Works.Select(work => work.TaskUid).ToHashSet(StringComparer.Ordinal);
        foreach (var orphan in outcomes.Where(task => !known.Contains(task.Key)))
        {
            yield return $"L2: there are outcomes of task {orphan.Key}, and no such work.";
        }
    }
}
