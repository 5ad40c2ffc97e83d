using LabQueue.EndToEnd.Tests.Storm;

namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>What is left once consumers have worked off tasks under trouble.</summary>
/// <param name="Wishes">The tasks that were added.</param>
/// <param name="Facts">What the server has of them.</param>
/// <param name="Runs">What the consumers' ledgers have of them.</param>
internal sealed record ConsumedResult(IReadOnlyList<NewTask> Wishes, ConsumedFacts Facts, IReadOnlyList<LedgerRun> Runs)
{
    private static readonly string[] Accepting = ["advance", "done"];

    /// <summary>When consumers were dead or stopped.</summary>
    public IReadOnlyList<Silence> Silences { get; init; } = [];

    /// <summary>The server's starts: when each began, and when it was ready.</summary>
    public IReadOnlyList<(DateTimeOffset Begun, DateTimeOffset Ready)> ServerStarts { get; init; } = [];

    /// <summary>What went wrong on the way, a sentence each.</summary>
    public IReadOnlyList<string> Trouble { get; init; } = [];

    /// <summary>The runs by the server's records, task by task, in their order.</summary>
    public IEnumerable<Attempt> Attempts => Wishes.SelectMany(AttemptsOf);

    /// <summary>Whether what the run did counts.</summary>
    public static bool IsAccepted(Attempt attempt) => Accepting.Contains(attempt.Outcome);

    /// <summary>The runs of a task by the server's records.</summary>
    public IEnumerable<Attempt> AttemptsOf(NewTask wish) =>
        Facts.Tasks[wish.TaskUid!] is not { } known ? [] : known.Attempts.Select(attempt => new Attempt(
            wish.TaskUid!, wish.Name, wish.Lane, wish.Lane is null ? wish.ContextPath.Split('/')[3] : null,
            attempt.Number, attempt.ConsumerId, attempt.Started, attempt.Ended, attempt.Outcome));
}
