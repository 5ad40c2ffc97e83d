using System.Globalization;
using LabQueue.EndToEnd.Tests.Consuming.Checks;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>Consumers are killed with signal 9 and stopped beyond their lease, their server too, and each chunk counts once.</summary>
public sealed class ConsumerStormTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // How soon an orphan starts again is measured on a machine that has time for it; here it is only to start.
    private static readonly TimeSpan LongGrace = TimeSpan.FromSeconds(30);

    private static readonly StormPlan Small = new(
        Tasks: 300,
        Pace: TimeSpan.FromMilliseconds(40),
        [Blow.KillConsumer, Blow.KillConsumer, Blow.PauseConsumer, Blow.KillServer],
        Rounds: 1,
        ShortestCalmMilliseconds: 300,
        LongestCalmMilliseconds: 700,
        Patience: TimeSpan.FromMinutes(2));

    private static readonly StormPlan Large = new(
        Tasks: 20_000,
        Pace: TimeSpan.FromMilliseconds(25),
        [Blow.KillConsumer, Blow.KillConsumer, Blow.KillConsumer, Blow.KillConsumer, Blow.PauseConsumer, Blow.KillServer],
        Rounds: int.MaxValue,
        ShortestCalmMilliseconds: 1_000,
        LongestCalmMilliseconds: 4_000,
        Patience: TimeSpan.FromMinutes(30));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_chunk_counts_once_though_consumers_and_server_are_killed_and_stopped()
    {
        await using var storm = new ConsumerStorm(Small, (int)Seed.Value);
        var result = await storm.RunAsync(Token);

        TestContext.Current.TestOutputHelper?.WriteLine(Describe(storm, result));
        ConsumedChecker.Find(result, LongGrace).ShouldBeEmpty(Describe(storm, result));
        storm.Blows.Values.ShouldAllBe(count => count > 0, Describe(storm, result));
        result.Attempts.ShouldContain(attempt => attempt.Outcome == "orphaned", "the task of a consumer that died");
        ConsumedBites.Prove(result);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Each_chunk_of_twenty_thousand_tasks_counts_once_though_consumers_and_server_are_killed_and_stopped()
    {
        Assert.SkipUnless(Seed.IsLong, "LABQUEUE_LONG is not 1.");

        await using var storm = new ConsumerStorm(Large, (int)Seed.Value);
        var result = await storm.RunAsync(Token);

        var problems = ConsumedChecker.Find(result, Grace);
        Evidence.Write("consumer-storm", "Consumers killed with signal 9 and stopped beyond their lease", Figures(storm, result), problems);
        problems.ShouldBeEmpty(Describe(storm, result));
    }

    private static IReadOnlyList<(string Name, string Value)> Figures(ConsumerStorm storm, ConsumedResult result)
    {
        string Count(Blow blow) => storm.Blows[blow].ToString(CultureInfo.InvariantCulture);
        string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        return
        [
            ("Consumers at a time, processes of four tasks each", "4"),
            ("Lease, seconds", Seconds(ConsumerSetup.Lease)),
            ("Times a consumer was killed with signal 9", Count(Blow.KillConsumer)),
            ("Times a consumer was stopped for longer than its lease, and went on", Count(Blow.PauseConsumer)),
            ("Times the server was killed with signal 9, and started again", Count(Blow.KillServer)),
            ("Longest time from a start of the server until it was ready, seconds", Seconds(result.ServerStarts.Max(start => start.Ready - start.Begun))),
            .. ConsumedChecker.Figures(result),
            ("Longest time from the end of a dead consumer's lease to the next start of its task, seconds", Seconds(OrphansStartAgain.Latest(result))),
        ];
    }

    private static string Describe(ConsumerStorm storm, ConsumedResult result) =>
        $"LABQUEUE_SEED={Seed.Value}; {string.Join("; ", Figures(storm, result).Select(figure => $"{figure.Name}: {figure.Value}"))}";
}
