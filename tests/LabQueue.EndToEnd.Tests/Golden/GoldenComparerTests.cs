using System.Text.Json;
using System.Text.RegularExpressions;
using LabQueue.TestKit;
using LabQueue.TestKit.Golden;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>The comparer takes what was recorded, and nothing that differs from it in one place.</summary>
public sealed partial class GoldenComparerTests
{
    private const string Portal = "http://127.0.0.1:1/senaite";

    // Enough of each scenario; the longest lists would only take long.
    private const int StepsPerScenario = 4;
    private const int LongestText = 5_000;

    public static TheoryData<string> Scenarios { get; } = [.. GoldenScenario.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void What_was_recorded_is_taken_and_no_single_change_of_it(string name)
    {
        var scenario = GoldenScenario.Load(name);
        var steps = scenario.Steps
            .Where(step => step.Verdict == "keep" && step.Response is { } json && json.GetRawText().Length < LongestText)
            .ToArray();
        foreach (var step in steps.Where((_, i) => i % Math.Max(1, steps.Length / StepsPerScenario) == 0))
        {
            var good = Doctored.Answer(step.Response!.Value, scenario.Start, Fill)!;
            Compare(scenario, step, new GoldenAnswer(step.Status, step.ContentType, Doctored.Element(good)))
                .ShouldBeNull($"{name} step {step.Number}");

            foreach (var (place, spoiled) in Doctored.Spoil(good))
            {
                Compare(scenario, step, new GoldenAnswer(step.Status, step.ContentType, spoiled))
                    .ShouldNotBeNull($"{name} step {step.Number}: {place}").ShouldStartWith("$");
            }
        }
    }

    [Fact]
    public void Another_status_or_content_type_is_found()
    {
        var scenario = GoldenScenario.Load("lifecycle");
        var step = scenario.Steps[0];
        var good = Doctored.Element(Doctored.Answer(step.Response!.Value, scenario.Start, Fill)!);

        Compare(scenario, step, new GoldenAnswer(201, step.ContentType, good)).ShouldNotBeNull().ShouldStartWith("status: ");
        Compare(scenario, step, new GoldenAnswer(200, "text/html", good)).ShouldNotBeNull().ShouldStartWith("content type: ");
        Compare(scenario, step, new GoldenAnswer(200, step.ContentType, Json: null)).ShouldNotBeNull().ShouldEndWith("got no JSON");
    }

    [Fact]
    public void One_name_of_a_uid_is_one_uid()
    {
        var matcher = new GoldenMatcher(Given.Now, Portal);
        var expected = Json("""["{{uid:a}}", "{{uid:a}}", "x/{{uid:b}}"]""");
        var (one, two) = (Given.Uid("one"), Given.Uid("two"));

        matcher.Difference(expected, Json($"""["{one}", "{two}", "x/{two}"]""")).ShouldNotBeNull().ShouldStartWith("$[1]");
        matcher.Difference(expected, Json($"""["{one}", "{one}", "x/{two}"]""")).ShouldBeNull();
        matcher.Difference(Json("\"{{uid:b}}\""), Json($"\"{one}\"")).ShouldNotBeNull();
        new GoldenMatcher(Given.Now, Portal).Difference(expected, Json($"""["{one}", "{one}", "x/{one}"]"""))
            .ShouldNotBeNull("two names are two uids");
    }

    [Theory]
    [InlineData(200, """{"count": 0}""", true)]
    [InlineData(200, """{"count": 0, "success": true}""", false)]
    [InlineData(400, """{"success": false, "message": "Bad Request - x"}""", true)]
    [InlineData(400, """{"message": "Bad Request - x"}""", false)]
    [InlineData(400, """{"success": false, "message": ""}""", false)]
    [InlineData(400, "[]", false)]
    public void A_better_answer_must_have_the_shape_of_the_api(int status, string json, bool isTaken)
    {
        var difference = GoldenComparer.Shape(new GoldenAnswer(status, "application/json", Json(json)));

        (difference is null).ShouldBe(isTaken);
    }

    [Fact]
    public void A_better_answer_must_have_a_preferred_status()
    {
        var scenario = GoldenScenario.Load("auth_refused");
        var step = scenario.Steps.First(step => step.Verdict == "fix");
        var refusal = Json("""{"success": false, "message": "Unauthorized"}""");

        Compare(scenario, step, new GoldenAnswer(401, "application/json", refusal)).ShouldBeNull();
        Compare(scenario, step, new GoldenAnswer(500, "application/json", refusal)).ShouldNotBeNull();
        Compare(scenario, step, new GoldenAnswer(401, "text/html", null)).ShouldNotBeNull();
    }

    [GeneratedRegex(@"\{\{(portal|uid:(?<uid>[^}]+))\}\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Template();

    private static string? Compare(GoldenScenario scenario, GoldenStep step, GoldenAnswer answer) =>
        GoldenComparer.Difference(step, answer, new GoldenMatcher(scenario.Start, Portal));

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static string Fill(string text) => Template().Replace(
        text, match => match.Groups["uid"].Success ? Given.Uid("u" + match.Groups["uid"].Value.ToLowerInvariant()) : Portal);
}
