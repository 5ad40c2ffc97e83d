using LabQueue.TestKit.Golden;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>The program answers as the original did; see <c>tests/data/golden/README.md</c>.</summary>
public sealed class GoldenReplayTests(GoldenServer server) : IClassFixture<GoldenServer>
{
    public static TheoryData<string> Scenarios { get; } = [.. GoldenScenario.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_program_answers_as_the_original_did(string scenario)
    {
        var recorded = GoldenScenario.Load(scenario);

        var difference = await GoldenReplay.DifferenceAsync(server, recorded, TestContext.Current.CancellationToken);

        difference.ShouldBeNull();
    }

    [Fact]
    public void All_recorded_steps_are_replayed()
    {
        GoldenScenario.Names.Count.ShouldBe(71);
        GoldenScenario.Names.Sum(name => GoldenScenario.Load(name).Steps.Count).ShouldBe(1_377);
    }

    [Fact]
    public async Task A_wrong_recording_is_found_with_scenario_step_and_path()
    {
        var recorded = GoldenScenario.Load("lifecycle");
        var step = recorded.Steps.First(step => step.Response is { } json && json.TryGetProperty("count", out _));
        var wrong = step with { Response = Doctored.WithField(step.Response!.Value, "count", "42") };
        var doctored = recorded with { Steps = [.. recorded.Steps.Select(other => other == step ? wrong : other)] };

        var difference = await GoldenReplay.DifferenceAsync(server, doctored, TestContext.Current.CancellationToken);

        difference.ShouldNotBeNull().ShouldStartWith($"lifecycle step {step.Number} ({step.Method} {step.Path}, keep): $.count: expected 42, got ");
    }
}
