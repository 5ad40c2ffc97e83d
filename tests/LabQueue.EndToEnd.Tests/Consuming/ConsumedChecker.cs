using System.Globalization;
using LabQueue.EndToEnd.Tests.Consuming.Checks;

namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>Compares what the handlers wrote down with what the server has.</summary>
/// <remarks>
/// What is promised: a chunk is <em>accepted</em> once, from a run that did all of it before, and from none whose task was given
/// to another meanwhile. It may have been <em>done</em> more often: by runs that died, or lost their lease, between an effect and
/// the report.
/// </remarks>
internal static class ConsumedChecker
{
    /// <summary>All that is wrong, a sentence each.</summary>
    /// <param name="result">What is left.</param>
    /// <param name="grace">How long after its lease an orphan may be started again.</param>
    public static IReadOnlyList<string> Find(ConsumedResult result, TimeSpan grace) =>
    [
        .. result.Trouble, .. AcceptedOnce.Find(result), .. LedgersAgree.Find(result), .. LanesDoNotOverlap.Find(result),
        .. OrphansStartAgain.Find(result, grace),
    ];

    /// <summary>What was counted.</summary>
    public static IReadOnlyList<(string Name, string Value)> Figures(ConsumedResult result)
    {
        var attempts = result.Attempts.ToDictionary(attempt => (attempt.Uid, attempt.Consumer, attempt.Started));
        var effects =
            from run in result.Runs
            where run.Begun is not null
            let attempt = attempts.GetValueOrDefault((run.Uid, run.Consumer, run.Started!.Value))
            from effect in run.Effects
            select (effect.Time, Attempt: attempt);
        var objects = result.Wishes.Sum(wish => wish.Uids.Count);
        string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
        return
        [
            ("Tasks", Count(result.Wishes.Count)),
            ("Objects in them, each accepted once", Count(objects)),
            ("Runs that were accepted, one for each chunk", Count(attempts.Values.Count(ConsumedResult.IsAccepted))),
            ("Runs that lost their lease", Count(attempts.Values.Count(attempt => attempt.Outcome == "orphaned"))),
            ("Effects beyond one for each object, all of runs that were not accepted", Count(effects.Count() - objects)),
            ("Of these after the task was another's", Count(effects.Count(effect => effect.Time > effect.Attempt?.Ended))),
            ("Reports refused for an old fence", Count(result.Runs.Sum(run => run.Told.Count(told => told.Outcome == ReportOutcome.Stale)))),
        ];
    }
}
