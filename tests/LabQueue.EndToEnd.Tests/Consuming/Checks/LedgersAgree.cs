using LabQueue.EndToEnd.Tests.Storm;

namespace LabQueue.EndToEnd.Tests.Consuming.Checks;

/// <summary>
/// C2: a run that was accepted did its chunk, each object once, and before it was accepted; what a handler did besides, it did
/// in a run that was not accepted. What consumers were told is what the server has.
/// </summary>
internal static class LedgersAgree
{
    public static IEnumerable<string> Find(ConsumedResult result)
    {
        var runs = result.Runs.Where(run => run.Begun is not null).ToLookup(run => (run.Uid, run.Consumer, run.Started!.Value));
        var killed = result.Silences.Where(silence => silence.Until is null).Select(silence => silence.Consumer)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. result.Wishes.SelectMany(wish => FindAccepted(wish, result.AttemptsOf(wish), runs, killed)),
            .. FindOthers(result),
        ];
    }

    private static IEnumerable<string> FindAccepted(
        NewTask wish,
        IEnumerable<Attempt> attempts,
        ILookup<(string, string, DateTimeOffset), LedgerRun> runs,
        HashSet<string> killed)
    {
        long fence = 0;
        foreach (var (attempt, chunk) in attempts.Where(ConsumedResult.IsAccepted).Zip(wish.Uids.Chunk(wish.ChunkSize!.Value)))
        {
            LedgerRun[] known = [.. runs[(attempt.Uid, attempt.Consumer, attempt.Started)]];
            if (known is not [var run])
            {
                yield return $"C2: {known.Length} handlers were called for {attempt}";
                continue;
            }

            if (run.Returned is null || !run.Effects.Select(effect => effect.Uid).SequenceEqual(chunk))
            {
                yield return $"C2: the handler did something else than its chunk: {run}, {attempt}";
            }

            if (run.Effects.Any(effect => effect.Time > attempt.Ended))
            {
                yield return $"C2: accepted before it was done: {run}, {attempt}";
            }

            if (run.Fence <= fence)
            {
                yield return $"C2: a fence that does not grow: {run}";
            }

            if (run.Told.Count != 1 && !killed.Contains(run.Consumer))
            {
                yield return $"C2: the consumer lives, and was told {run.Told.Count} times: {run}, {attempt}";
            }

            fence = run.Fence;
        }
    }

    private static IEnumerable<string> FindOthers(ConsumedResult result)
    {
        var attempts = result.Attempts.ToDictionary(attempt => (attempt.Uid, attempt.Consumer, attempt.Started));
        foreach (var run in result.Runs.Where(run => run.Begun is not null))
        {
            if (!attempts.TryGetValue((run.Uid, run.Consumer, run.Started!.Value), out var attempt))
            {
                yield return $"C2: the server knows nothing of {run}";
                continue;
            }

            foreach (var told in run.Told.Where(told => told.Outcome == ReportOutcome.Accepted != WasReported(attempt, told.Kind)))
            {
                yield return $"C2: told {told}, but: {attempt}";
            }
        }
    }

    private static bool WasReported(Attempt attempt, ReportKind kind) =>
        string.Equals(attempt.Outcome, kind.ToString(), StringComparison.OrdinalIgnoreCase);
}
