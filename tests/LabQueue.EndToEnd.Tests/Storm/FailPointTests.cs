using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>The server kills itself at named places: before a commit, after it and before the answer, while it opens.</summary>
public sealed class FailPointTests
{
    private const string Recovery = "recovery:1";

    private static readonly int[] Few = [1, 6, 50];
    private static readonly int[] Many = [1, 2, 3, 4, 5, 7, 10, 20, 35, 50, 75, 100, 150, 250, 400, 600, 900];

    [Fact]
    public async Task A_death_at_any_fail_point_breaks_no_invariant()
    {
        var result = await StormAsync(Few);

        StormChecker.Find(result).ShouldBeEmpty();
        result.Kills.ShouldBe((2 * Few.Length) + 1);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_death_at_many_commits_breaks_no_invariant()
    {
        Assert.SkipUnless(Seed.IsLong, "LABQUEUE_LONG is not 1.");

        var result = await StormAsync(Many);

        var violations = StormChecker.Find(result);
        (string, string)[] places =
        [
            ("Places", "`before_commit`, `after_commit` (before the answer), `recovery` (while the store opens)"),
            ("Commits before and after which it died", string.Join(", ", Many)),
        ];
        Evidence.Write("fail-points", "Server that kills itself at fail points", [.. places, .. KillStormTests.Figures(result)], violations);
        violations.ShouldBeEmpty();
    }

    private static Task<StormResult> StormAsync(int[] counts)
    {
        Life[] lives =
        [
            .. counts.SelectMany(count => new[] { $"before_commit:{count}", $"after_commit:{count}" })
                .Append(Recovery)
                .Select(point => new Life(TimeSpan.FromMilliseconds(500), point)),
        ];
        return StormRun.RunAsync(lives, (int)Seed.Value, ballast: 0, TestContext.Current.CancellationToken);
    }
}
