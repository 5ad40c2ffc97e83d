using System.Globalization;
using LabQueue.EndToEnd.Tests.Laboratory.Checks;
using LabQueue.EndToEnd.Tests.Storm;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>
/// Laboratory, queue and consumer are killed with signal 9 while people work, and each click has its effect once.
/// </summary>
public sealed class LaboratoryStormTests
{
    private const int ShortestMilliseconds = 300;
    private const int LongestMilliseconds = 1_500;
    private const int LongLifeEvery = 40;

    // Long enough for the tasks of a dead consumer to start again under load.
    private static readonly TimeSpan LongLife = TimeSpan.FromSeconds(18);

    // Places between a click and the end of its task, and after how many passages the process dies there.
    private static readonly (string Place, int Few, int[] Many)[] Places =
    [
        ("before_commit", 20, [1, 3, 10, 30, 100]),
        ("after_commit", 20, [1, 3, 10, 30, 100]),
        ("recovery", 1, [1]),
        ("lab_commit", 30, [1, 5, 25, 60, 150]),
        ("enqueued", 3, [1, 2, 4, 8, 15]),
        ("relayed", 2, [1, 2, 4, 8, 15]),
        ("taken", 4, [1, 2, 4, 8, 15]),
        ("worked", 3, [1, 2, 4, 8, 15]),
        ("releasing", 1, [1, 1, 2, 2, 3]),
    ];

    [Fact]
    public async Task Each_click_has_its_effect_once_though_the_laboratory_dies_at_every_fail_point_and_by_chance()
    {
        var result = await StormAsync(
            [.. Places.Select(place => new Life(TimeSpan.Zero, $"{place.Place}:{place.Few}")), .. Kills(6)], registers: false);

        TestContext.Current.TestOutputHelper?.WriteLine(Describe(result));
        LabChecker.Find(result).ShouldBeEmpty(Describe(result));
        result.Kills.ShouldBe(Places.Length + 6);
        result.Calls.ShouldContain(call => call.Status == null, "a death in the middle of a click");
        LabBites.Prove(result);
    }

    [Fact]
    public async Task Each_click_has_its_effect_once_on_PostgreSQL()
    {
        // Recovery is a matter of files.
        var result = await StormAsync(
            [.. Places.Where(place => place.Place != "recovery").Select(place => new Life(TimeSpan.Zero, $"{place.Place}:{place.Few}")), .. Kills(3)],
            registers: false,
            PostgresSchema.New());

        TestContext.Current.TestOutputHelper?.WriteLine(Describe(result));
        LabChecker.Find(result).ShouldBeEmpty(Describe(result));
        result.Calls.ShouldContain(call => call.Status == null, "a death in the middle of a click");
        LabBites.Prove(result);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Each_click_has_its_effect_once_though_the_laboratory_dies_at_many_fail_points_and_two_hundred_times_by_chance()
    {
        Assert.SkipUnless(Seed.IsLong, "LABQUEUE_LONG is not 1.");

        Life[] lives =
        [
            .. Places.SelectMany(place => place.Many.Select(count => new Life(TimeSpan.Zero, $"{place.Place}:{count}"))), .. Kills(200),
        ];
        var result = await StormAsync(lives, registers: true);

        var problems = LabChecker.Find(result);
        (string, string)[] places =
        [
            .. Places.Select(place => ($"Died at `{place.Place}`, at its passage", string.Join(", ", place.Many))),
        ];
        Evidence.Write(
            "laboratory-storm", "Laboratory killed with signal 9 while people work", [.. places, .. Figures(result)], problems);
        problems.ShouldBeEmpty(Describe(result));
    }

    private static Life[] Kills(int count)
    {
        var random = new Random((int)Seed.Value);
        return
        [
            .. Enumerable.Range(1, count).Select(life => new Life(
                life % LongLifeEvery == 0
                    ? LongLife
                    : TimeSpan.FromMilliseconds(random.Next(ShortestMilliseconds, LongestMilliseconds)))),
        ];
    }

    private static Task<LabStormResult> StormAsync(Life[] lives, bool registers, string? store = null) =>
        LabStormRun.RunAsync(lives, (int)Seed.Value, registers, store, TestContext.Current.CancellationToken);

    private static IReadOnlyList<(string Name, string Value)> Figures(LabStormResult result)
    {
        string Count<T>(IEnumerable<T> items) => items.Count().ToString("N0", CultureInfo.InvariantCulture);
        string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var (facts, calls) = (result.Facts, result.Calls);
        var effects = facts.Traces.Where(trace => trace.TaskUid is not null).CountBy(trace => trace.Action)
            .Where(action => action.Key is "assign" or "submit" or "verify" or "retract" or "unassign" or "receive" or "publish")
            .OrderBy(action => action.Key, StringComparer.Ordinal)
            .Select(action => string.Create(CultureInfo.InvariantCulture, $"{action.Key} {action.Value:N0}"));
        return
        [
            ("Times the process died", result.Kills.ToString(CultureInfo.InvariantCulture)),
            ("Calls", Count(calls)),
            ("Calls refused", Count(calls.Where(call => call.Happened == false))),
            ("Calls without an answer", Count(calls.Where(call => call.Status is null))),
            ("Tasks", Count(facts.Works)),
            .. facts.Works.CountBy(work => work.Status).OrderBy(status => status.Key, StringComparer.Ordinal)
                .Select(status => ($"Tasks {status.Key}", status.Value.ToString("N0", CultureInfo.InvariantCulture))),
            .. facts.Outcomes.CountBy(outcome => outcome.Word).OrderBy(word => word.Key, StringComparer.Ordinal)
                .Select(word => ($"Objects {word.Key}", word.Value.ToString("N0", CultureInfo.InvariantCulture))),
            ("Effects of tasks", string.Join(", ", effects)),
            ("Done by the operator", string.Join(", ", result.Operated.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Key} {kind.Value}"))),
            ("Retests", Count(facts.Things.Where(thing => thing.RetestOf is not null))),
            ("Entries of the audit trail under seal", result.Audit.Sealed.ToString("N0", CultureInfo.InvariantCulture)),
            ("Longest start, seconds", Seconds(result.TimesToReady.Max())),
            ("From the end of the load until nothing was left to do, seconds", Seconds(result.Drained)),
        ];
    }

    private static string Describe(LabStormResult result) =>
        $"LABQUEUE_SEED={Seed.Value}; {string.Join("; ", Figures(result).Select(figure => $"{figure.Name}: {figure.Value}"))}";
}
