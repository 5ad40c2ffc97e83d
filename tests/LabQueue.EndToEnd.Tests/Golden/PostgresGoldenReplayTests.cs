using LabQueue.TestKit;
using LabQueue.TestKit.Golden;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>On PostgreSQL the program answers as the original did, too.</summary>
public sealed class PostgresGoldenReplayTests(PostgresGoldenServer server) : IClassFixture<PostgresGoldenServer>
{
    public static TheoryData<string> Scenarios { get; } = [.. GoldenScenario.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_program_answers_as_the_original_did(string scenario)
    {
        Assert.SkipUnless(PostgresSchema.IsWanted, PostgresSchema.Missing);
        var recorded = GoldenScenario.Load(scenario);

        var difference = await GoldenReplay.DifferenceAsync(server, recorded, TestContext.Current.CancellationToken);

        difference.ShouldBeNull();
    }
}
