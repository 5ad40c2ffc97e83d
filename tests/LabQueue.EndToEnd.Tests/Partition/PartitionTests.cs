using System.Globalization;
using LabQueue.EndToEnd.Tests.Consuming;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Partition;

/// <summary>Consumers and server are parted in every way that networks know; nothing is lost, and each chunk counts once.</summary>
public sealed class PartitionTests
{
    private static readonly PartitionPlan Small = new(
        RoundsOfEach: 1,
        TasksPerRound: 40,
        Shortest: TimeSpan.FromMilliseconds(200),
        Longest: TimeSpan.FromSeconds(1),
        Wait: TimeSpan.FromSeconds(1),
        Timeout: TimeSpan.FromSeconds(1));

    private static readonly PartitionPlan Large = new(
        RoundsOfEach: 5,
        TasksPerRound: 200,
        Shortest: TimeSpan.FromSeconds(1),
        Longest: TimeSpan.FromSeconds(60),
        Wait: QueueLimits.PopWait,
        Timeout: TimeSpan.FromSeconds(10));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_chunk_counts_once_over_a_line_that_breaks_for_moments()
    {
        await using var run = new PartitionRun(Small, (int)Seed.Value);
        var result = await run.RunAsync(Token);

        TestContext.Current.TestOutputHelper?.WriteLine(Describe(run, result));
        ConsumedChecker.Find(result, TimeSpan.MaxValue).ShouldBeEmpty(Describe(run, result));
        run.Harmed.ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Each_chunk_counts_once_over_a_line_that_breaks_for_up_to_a_minute()
    {
        Assert.SkipUnless(Seed.IsLong, "LABQUEUE_LONG is not 1.");

        await using var run = new PartitionRun(Large, (int)Seed.Value);
        var result = await run.RunAsync(Token);

        var problems = ConsumedChecker.Find(result, TimeSpan.MaxValue);
        Evidence.Write("partition", "Consumers parted from their server", Figures(run, result), problems);
        problems.ShouldBeEmpty(Describe(run, result));
    }

    private static IReadOnlyList<(string Name, string Value)> Figures(PartitionRun run, ConsumedResult result)
    {
        string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var rounds = run.Rounds.GroupBy(round => round.Trouble, round => round.Down).OrderBy(round => round.Key).Select(round => (
            $"Seconds for which {round.Key}", string.Join(", ", round.Order().Select(Seconds))));
        return
        [
            ("Way between the consumers and the server", run.NoNetwork is null
                ? "a network namespace, whose cable can be pulled; then a proxy, for what no cable does: resets, lost and cut answers"
                : $"a proxy, as there can be no network namespace here ({run.NoNetwork})"),
            ("Consumers, processes of four tasks each", "2"),
            .. rounds,
            ("Connections harmed by the proxy", run.Harmed.ToString("N0", CultureInfo.InvariantCulture)),
            ("Longest time from the mending until every consumer had done a task again, seconds", Seconds(run.TimesToReturn.DefaultIfEmpty().Max())),
            .. ConsumedChecker.Figures(result),
        ];
    }

    private static string Describe(PartitionRun run, ConsumedResult result) =>
        $"LABQUEUE_SEED={Seed.Value}; {string.Join("; ", Figures(run, result).Select(figure => $"{figure.Name}: {figure.Value}"))}";
}
