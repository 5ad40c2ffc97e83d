using LabQueue.EndToEnd.Tests.Storm.Checks;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>Compares what clients were told with what the server has: the invariants that no crash may break.</summary>
internal static class StormChecker
{
    private static readonly Func<StormResult, IEnumerable<string>>[] Checks =
    [
        ExpectedAnswers.Find, NothingLost.Find, NothingInvented.Find, ReportsCountOnce.Find, LanesAreFree.Find, UniqueWaitOnce.Find,
        BestComesFirst.Find, NothingIsHeld.Find, FiguresAreRight.Find, RulesAreKept.Find,
    ];

    /// <summary>All that is wrong, a sentence each.</summary>
    public static IReadOnlyList<string> Find(StormResult result) => [.. Checks.SelectMany(check => check(result))];
}
