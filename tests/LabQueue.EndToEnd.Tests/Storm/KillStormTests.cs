using System.Globalization;
using LabQueue.EndToEnd.Tests.Storm.Checks;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>The server is killed with signal 9 under load, again and again, and nothing that it acknowledged is lost.</summary>
public sealed class KillStormTests
{
    private const int LongBallast = 100_000;
    private const int ShortestMilliseconds = 300;
    private const int LongestMilliseconds = 1_500;
    private const int LongLifeEvery = 6;

    // Long enough for leases and time limits to end under load.
    private static readonly TimeSpan LongLife = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Five_kills_under_load_break_no_invariant()
    {
        var result = await StormAsync(kills: 5, ballast: 0);

        TestContext.Current.TestOutputHelper?.WriteLine(Describe(result));
        StormChecker.Find(result).ShouldBeEmpty(Describe(result));
        result.Asked.Adds.Count(add => add.Added == true).ShouldBeGreaterThan(100);
        result.Asked.Calls.ShouldContain(call => call.Status == null, "a kill in the middle of a call");
        Bites.Prove(result);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Fifty_kills_under_load_break_no_invariant()
    {
        Assert.SkipUnless(Seed.IsLong, "LABQUEUE_LONG is not 1.");

        var result = await StormAsync(kills: 50, LongBallast);

        var violations = StormChecker.Find(result);
        Evidence.Write("kill-storm", "Server killed with signal 9 under load", Figures(result), violations);
        violations.ShouldBeEmpty(Describe(result));
    }

    /// <summary>A storm's figures, for its evidence.</summary>
    internal static IReadOnlyList<(string, string)> Figures(StormResult result)
    {
        var starts = result.TimesToReady.Select(time => time.TotalSeconds).Order().ToArray();
        string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
        string Count(IEnumerable<object> items) => items.Count().ToString("N0", CultureInfo.InvariantCulture);
        return
        [
            ("Connections", result.Clients.ToString(CultureInfo.InvariantCulture)),
            ("Tasks that waited in the queue all the time", Count(
                result.Facts.Queue.Where(task => task.GetProperty("name").GetString() == StormTask.Ballast).Cast<object>())),
            ("Times the server was killed", result.Kills.ToString(CultureInfo.InvariantCulture)),
            ("Calls", Count(result.Asked.Calls)),
            ("Calls without an answer", Count(result.Asked.Calls.Where(call => call.Status is null))),
            ("Tasks acknowledged", Count(result.Asked.Adds.Where(add => add.Added == true))),
            ("Tasks given to consumers", Count(result.Asked.Claims)),
            ("Reports accepted", Count(result.Asked.Reports.Where(report => report.Accepted == true))),
            ("Reports refused", Count(result.Asked.Reports.Where(report => report.Accepted == false))),
            ("Runs in the server's records", Count(result.Facts.Attempts.Values.SelectMany(runs => runs))),
            ("Runs orphaned by silent consumers", Count(
                result.Facts.Attempts.Values.SelectMany(runs => runs).Where(run => run.Outcome == "orphaned"))),
            ("Longest hold beyond a lease, seconds", Number(NothingIsHeld.LongestBeyondLease(result).TotalSeconds)),
            ("Start to ready, seconds: least, median, most", $"{Number(starts[0])}, {Number(starts[starts.Length / 2])}, {Number(starts[^1])}"),
        ];
    }

    private static Task<StormResult> StormAsync(int kills, int ballast)
    {
        var random = new Random((int)Seed.Value);
        Life[] lives =
        [
            .. Enumerable.Range(1, kills).Select(life => new Life(
                life % LongLifeEvery == 0
                    ? LongLife
                    : TimeSpan.FromMilliseconds(random.Next(ShortestMilliseconds, LongestMilliseconds)))),
        ];
        return StormRun.RunAsync(lives, (int)Seed.Value, ballast, TestContext.Current.CancellationToken);
    }

    /// <summary>A storm in a sentence.</summary>
    internal static string Describe(StormResult result) =>
        $"LABQUEUE_SEED={Seed.Value}; {string.Join("; ", Figures(result).Select(figure => $"{figure.Item1}: {figure.Item2}"))}";
}
