namespace LabQueue.EndToEnd.Tests.Storm.Checks;

/// <summary>I6: a task that starts is the best one of those that wait and may start.</summary>
/// <remarks>
/// Looked at among tasks without a lane, whose first run nothing but their order decides. A task waits for sure from the
/// moment on at which its client knew that it was added.
/// </remarks>
internal static class BestComesFirst
{
    private const long MicrosecondsPerPriority = 300_000_000;

    public static IEnumerable<string> Find(StormResult result)
    {
        var waiting = new SortedSet<(long Key, string Uid)>();
        foreach (var change in Changes(result).Order())
        {
            var task = (change.Key, change.Uid);
            if (change.IsAdded)
            {
                waiting.Add(task);
                continue;
            }

            waiting.Remove(task);
            if (waiting.Count > 0 && waiting.Min.Key < change.Key)
            {
                yield return $"I6: {change.Uid} started at {change.Time:HH:mm:ss.ffffff}, before {waiting.Min.Uid} that comes first";
            }
        }
    }

    private static IEnumerable<(DateTimeOffset Time, bool IsAdded, long Key, string Uid)> Changes(StormResult result)
    {
        foreach (var add in result.Asked.Adds.Where(add => add.Added != false && IsPlain(result, add)))
        {
            var key = Asked.Time(add.Task, "created").ToMicroseconds()
                + (add.Task.GetProperty("priority").GetInt64() * MicrosecondsPerPriority);
            if (result.Facts.Attempts.TryGetValue(add.Uid, out var runs) && runs.Count > 0)
            {
                yield return (runs[0].Started, false, key, add.Uid);

                // It may have started before its client knew that it was there.
                if (add is { Added: true, Call.Answered: { } answered } && answered < runs[0].Started)
                {
                    yield return (answered, true, key, add.Uid);
                }
            }
        }
    }

    private static bool IsPlain(StormResult result, Asked.Add add) =>
        !add.Task.TryGetProperty("lane", out _)
        && !add.Task.TryGetProperty("not_before", out _)
        && add.Task.GetProperty("context_path").GetString() == "/senaite/setup"
        && !result.Asked.Deletes.Contains(add.Uid)
        && !result.Asked.Cancels.Contains(add.Uid)
        && !result.Asked.Requeues.Contains(add.Uid);
}
