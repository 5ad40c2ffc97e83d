using LabQueue.TestKit.Golden;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>Plays a recorded conversation against a server, and says where it goes another way.</summary>
internal static class GoldenReplay
{
    /// <summary>The first difference; null where there is none.</summary>
    public static async Task<string?> DifferenceAsync(
        GoldenServer server, GoldenScenario scenario, CancellationToken cancellationToken)
    {
        var matcher = new GoldenMatcher(scenario.Start, server.Setup.Portal);
        var requests = new GoldenRequest(server.Setup.Portal, server.Setup.Key, matcher);
        var reasons = new GoldenReasons(server, requests);
        await server.ResetAsync(scenario, cancellationToken);
        foreach (var step in scenario.Steps)
        {
            await server.SetClockAsync(step.Time, cancellationToken);
            using var request = requests.Make(step);
            var answer = await server.SendAsync(request, cancellationToken);
            reasons.Note(step, answer);
            var difference = GoldenComparer.Difference(step, answer, matcher)
                ?? await reasons.DifferenceAsync(step, answer, cancellationToken);
            if (difference is not null)
            {
                return $"{scenario.Name} step {step.Number} ({step.Method} {step.Path}, {step.Verdict}): {difference}";
            }
        }

        return null;
    }
}
