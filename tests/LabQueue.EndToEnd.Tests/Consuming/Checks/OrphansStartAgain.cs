using LabQueue.EndToEnd.Tests.Storm;

namespace LabQueue.EndToEnd.Tests.Consuming.Checks;

/// <summary>C4: the task of a consumer that died, or was stopped, starts again soon after its lease.</summary>
internal static class OrphansStartAgain
{
    public static IEnumerable<string> Find(ConsumedResult result, TimeSpan grace) =>
        from orphan in result.Wishes.SelectMany(wish => FindOrphans(result, wish))
        where orphan.Late > grace
        select $"C4: started again {orphan.Late} after its lease: {orphan.Attempt}; {orphan.Next}";

    /// <summary>How long after its lease an orphan was started again at worst.</summary>
    public static TimeSpan Latest(ConsumedResult result) =>
        result.Wishes.SelectMany(wish => FindOrphans(result, wish)).Select(orphan => orphan.Late).DefaultIfEmpty().Max();

    private static IEnumerable<(Attempt Attempt, Attempt Next, TimeSpan Late)> FindOrphans(ConsumedResult result, NewTask wish)
    {
        Attempt[] attempts = [.. result.AttemptsOf(wish)];
        foreach (var (attempt, next) in attempts.Zip(attempts.Skip(1)).Where(pair => pair.First.Outcome == "orphaned"))
        {
            // A server that starts gives every lease its whole length again, and one that is away starts no task.
            if (LastSign(result, attempt) is { } sign)
            {
                var renewed = Latest(ReadyAgain(result, attempt.Ended!.Value).Append(sign));
                var due = Latest(ReadyAgain(result, next.Started).Append(renewed + ConsumerSetup.Lease));
                yield return (attempt, next, next.Started - due);
            }
        }
    }

    // A server opens its store at some time between its start and when it says that it is ready.
    private static IEnumerable<DateTimeOffset> ReadyAgain(ConsumedResult result, DateTimeOffset before) =>
        result.ServerStarts.Where(start => start.Begun < before).Select(start => start.Ready);

    // Null for a consumer that lived: when it was heard last, only the server knows.
    private static DateTimeOffset? LastSign(ConsumedResult result, Attempt attempt)
    {
        var signs = result.Silences
            .Where(silence => silence.Consumer == attempt.Consumer && silence.From < attempt.Ended)
            .Select(silence => silence.Until < attempt.Ended ? silence.Until.Value : silence.From)
            .ToArray();
        return signs.Length == 0 ? null : Latest(signs.Append(attempt.Started));
    }

    private static DateTimeOffset Latest(IEnumerable<DateTimeOffset> times) => times.Max();
}
