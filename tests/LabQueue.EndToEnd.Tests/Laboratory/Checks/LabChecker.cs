namespace LabQueue.EndToEnd.Tests.Laboratory.Checks;

/// <summary>Compares what people were told with what the laboratory has: what no crash may break.</summary>
internal static class LabChecker
{
    private static readonly Func<LabStormResult, IEnumerable<string>>[] Checks =
    [
        NothingIsLocked.Find, FiguresAddUp.Find, ClicksAreKept.Find, EffectsHappenOnce.Find, RetestsAreSingle.Find, SlotsFitStates.Find,
        WholesFollowParts.Find, AuditIsWhole.Find, RightsFollowLinks.Find,
    ];

    /// <summary>All that is wrong, a sentence each.</summary>
    public static IReadOnlyList<string> Find(LabStormResult result) => [.. Checks.SelectMany(check => check(result))];
}
