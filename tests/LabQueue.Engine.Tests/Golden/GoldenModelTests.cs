using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.TestKit.Golden;
using LabQueue.TestKit.Model;

namespace LabQueue.Engine.Tests.Golden;

/// <summary>The model, with which every store is compared, answers as the original did.</summary>
public sealed class GoldenModelTests
{
    private const string Api = "/@@API/senaite/v1/queue_server/";

    public static TheoryData<string> Scenarios { get; } = [.. GoldenScenario.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_model_answers_as_the_original_did(string name) => Replay(name);

    [Fact]
    public void Most_of_the_1377_steps_are_compared()
    {
        GoldenScenario.Names.Count.ShouldBe(71);
        GoldenScenario.Names.Sum(name => GoldenScenario.Load(name).Steps.Count).ShouldBe(1_377);

        GoldenScenario.Names.Sum(Replay).ShouldBeGreaterThanOrEqualTo(1_238);
    }

    private static int Replay(string name)
    {
        var scenario = GoldenScenario.Load(name);
        var server = new ModelServer(new ModelQueue(Settings(scenario)));
        var matcher = new GoldenMatcher(scenario.Start, "http://golden/senaite");
        var compared = 0;

        foreach (var step in scenario.Steps.Where(step => IsModelled(step, name)))
        {
            var path = matcher.Fill(step.Path).Split('?', 2);
            if (!path[0].StartsWith(Api, StringComparison.Ordinal)
                || User(step) is not { } user
                || Payload(step, path, matcher) is not { } payload
                || server.Answer(path[0][Api.Length..], payload, user, step.Time) is not { } answer)
            {
                continue;
            }

            answer.Status.ShouldBe(step.Verdict == "fix" ? 200 : step.Status, $"{name} step {step.Number}");
            Difference(step, answer.Body, matcher).ShouldBeNull($"{name} step {step.Number}");
            compared++;
        }

        return compared;
    }

    // Letters beyond ASCII are added by the original as well, though its answer is 500.
    private static bool IsModelled(GoldenStep step, string scenario) =>
        step.Verdict == "fix"
            ? scenario == "non_ascii_bugs" && step.Preferred.Contains(200)
            : step.Status is 200 or 404 or 412;

    private static string? Difference(GoldenStep step, JsonObject body, GoldenMatcher matcher)
    {
        if (step.Status != 200 || step.Verdict != "keep")
        {
            return null;
        }

        // Addresses, times and messages are the HTTP side's, and its tests look at them.
        var expected = JsonNode.Parse(step.Response!.Value.GetRawText())!.AsObject();
        foreach (var key in new[] { "_runtime", "url", "zeo", "message" })
        {
            expected.Remove(key);
        }

        return matcher.Difference(Element(expected), Element(body));
    }

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);

    private static JsonElement? Payload(GoldenStep step, string[] path, GoldenMatcher matcher)
    {
        if (step.Request.TryGetProperty("json", out var json))
        {
            return matcher.Fill(json) is JsonObject sent ? Element(sent) : null;
        }

        if (step.Request.TryGetProperty("raw", out _))
        {
            return null;
        }

        var pairs = path.Length < 2 ? [] : path[1].Split('&').Select(pair => pair.Split('=', 2));
        if (step.Request.TryGetProperty("form", out var form))
        {
            pairs = pairs.Concat(form.EnumerateArray().Select(pair => new[] { pair[0].GetString()!, pair[1].GetString()! }));
        }

        // A key that occurs once gives a text, more than once a list of texts (section 3).
        var fields = pairs.GroupBy(pair => pair[0], pair => JsonValue.Create(matcher.Fill(pair[1])))
            .Select(group => KeyValuePair.Create<string, JsonNode?>(
                group.Key, group.Count() == 1 ? group.First() : new JsonArray([.. group])));
        return Element(new JsonObject(fields));
    }

    private static string? User(GoldenStep step)
    {
        var auth = step.Request.GetProperty("auth");
        auth = auth.ValueKind == JsonValueKind.Array ? auth[auth.GetArrayLength() - 1] : auth;
        return auth.ValueKind == JsonValueKind.Object && auth.TryGetProperty("user", out var user) ? user.GetString() : null;
    }

    private static SiteSettings Settings(GoldenScenario scenario)
    {
        int Number(string name, int otherwise) =>
            scenario.Settings.TryGetValue(name, out var value) ? value.GetInt32() : otherwise;
        return new SiteSettings
        {
            DefaultChunkSize = Number("default", 10),
            MaxRetries = Number("max_retries", 3),
            MinSecondsTask = Number("min_seconds_task", 3),
            MaxSecondsUnlock = Number("max_seconds_unlock", 120),
            TopPriorityTasks = scenario.Settings.TryGetValue("top_priority_tasks", out var names)
                ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
                : SiteSettings.DefaultTopPriorityTasks,
        };
    }
}
