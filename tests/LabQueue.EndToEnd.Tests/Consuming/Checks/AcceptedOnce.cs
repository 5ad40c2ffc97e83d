namespace LabQueue.EndToEnd.Tests.Consuming.Checks;

/// <summary>C1: by the server's records every task is done, every object was accepted once, and one run counted for each chunk.</summary>
internal static class AcceptedOnce
{
    // A consumer that fell silent, and one that gave its task back.
    private static readonly string[] Harmless = ["orphaned", "release"];

    public static IEnumerable<string> Find(ConsumedResult result) =>
        [.. result.Wishes.SelectMany(wish => Find(result, wish)), .. FindFigures(result), .. FindEnds(result)];

    private static IEnumerable<string> Find(ConsumedResult result, NewTask wish)
    {
        if (result.Facts.Tasks[wish.TaskUid!] is not { End.Task.Status: QueueTaskStatus.Done } known)
        {
            yield return $"C1: {wish.TaskUid} was added and is not done: {result.Facts.Tasks[wish.TaskUid!]}";
            yield break;
        }

        if (!known.Outcomes.Select(outcome => outcome.Uid).SequenceEqual(wish.Uids))
        {
            yield return $"C1: of {wish.TaskUid} other objects were accepted than it has: {string.Join(", ", known.Outcomes)}";
        }

        var attempts = result.AttemptsOf(wish).ToArray();
        var accepted = attempts.Count(ConsumedResult.IsAccepted);
        var chunks = wish.Uids.Chunk(wish.ChunkSize!.Value).Count();
        if (accepted != chunks)
        {
            yield return $"C1: of {wish.TaskUid} {accepted} runs were accepted, for {chunks} chunks";
        }

        foreach (var attempt in attempts.Where(attempt => !ConsumedResult.IsAccepted(attempt) && !Harmless.Contains(attempt.Outcome)))
        {
            yield return $"C1: nothing here ends like that: {attempt}";
        }
    }

    private static IEnumerable<string> FindEnds(ConsumedResult result) => result.Facts.Ends
        .GroupBy(end => end.Task.TaskUid)
        .Where(ends => ends.Count() > 1)
        .Select(ends => $"C1: {ends.Key} ended {ends.Count()} times");

    private static IEnumerable<string> FindFigures(ConsumedResult result)
    {
        var stats = result.Facts.Stats;
        if (stats is not { Queued: 0, Running: 0, Failed: 0 } || stats.Done != result.Wishes.Count)
        {
            yield return $"C1: {result.Wishes.Count} tasks are done, and the figures say {stats}";
        }
    }
}
