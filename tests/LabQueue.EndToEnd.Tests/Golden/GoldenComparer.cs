using System.Text.Json;
using LabQueue.TestKit.Golden;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>Judges an answer by what was recorded and by the step's verdict.</summary>
internal static class GoldenComparer
{
    /// <summary>The first difference, as a sentence; null where the answer will do.</summary>
    public static string? Difference(GoldenStep step, GoldenAnswer answer, GoldenMatcher matcher) => step.Verdict switch
    {
        "keep" => Status(step.Status, answer) ?? ContentType(step, answer) ?? Body(step, answer, matcher),
        "keep-status" => Status(step.Status, answer) ?? ContentType(step, answer) ?? Keys(step, answer),
        "fix" => Preferred(step, answer) ?? Shape(answer),
        _ => $"no such verdict: {step.Verdict}",
    };

    private static string? Status(int expected, GoldenAnswer answer) =>
        answer.Status == expected ? null : $"status: expected {expected}, got {answer.Status} {answer.Json}";

    private static string? ContentType(GoldenStep step, GoldenAnswer answer) =>
        answer.ContentType == step.ContentType ? null : $"content type: expected {step.ContentType}, got {answer.ContentType}";

    private static string? Body(GoldenStep step, GoldenAnswer answer, GoldenMatcher matcher) =>
        step.Response is not { } expected ? answer.Json is null ? null : $"$: expected no JSON, got {answer.Json}"
        : answer.Json is not { } actual ? $"$: expected {expected}, got no JSON"
        : matcher.Difference(expected, actual);

    // Of what belongs to the server, such as its version, only the kind of the value counts.
    private static string? Keys(GoldenStep step, GoldenAnswer answer)
    {
        if (step.Response is not { ValueKind: JsonValueKind.Object } expected
            || answer.Json is not { ValueKind: JsonValueKind.Object } actual)
        {
            return $"$: expected an object, got {answer.Json}";
        }

        foreach (var field in expected.EnumerateObject())
        {
            if (!actual.TryGetProperty(field.Name, out var value))
            {
                return $"$.{field.Name}: expected {field.Value}, got nothing";
            }

            if (value.ValueKind != field.Value.ValueKind && field.Value.ValueKind != JsonValueKind.Object)
            {
                return $"$.{field.Name}: expected a value like {field.Value}, got {value}";
            }
        }

        var more = actual.EnumerateObject().FirstOrDefault(field => !expected.TryGetProperty(field.Name, out _));
        return more.Value.ValueKind == JsonValueKind.Undefined ? null : $"$.{more.Name}: expected nothing, got {more.Value}";
    }

    // Where the recording says nothing, any answer will do that is no fault of the server.
    private static string? Preferred(GoldenStep step, GoldenAnswer answer) =>
        (step.Preferred.Count == 0 ? answer.Status < 500 : step.Preferred.Contains(answer.Status))
            ? null
            : $"status: expected one of {string.Join(", ", step.Preferred)}, got {answer.Status} {answer.Json}";

    /// <summary>Whether an answer of ours has the shape that section 4 of the protocol gives it.</summary>
    public static string? Shape(GoldenAnswer answer)
    {
        if (answer.ContentType != "application/json" || answer.Json is not { ValueKind: JsonValueKind.Object } json)
        {
            return $"$: expected a JSON object, got {answer.ContentType} {answer.Json}";
        }

        var hasSuccess = json.TryGetProperty("success", out var success);
        var isRefusal = success.ValueKind == JsonValueKind.False
            && json.TryGetProperty("message", out var message)
            && message is { ValueKind: JsonValueKind.String }
            && message.GetString()!.Length > 0;
        return answer.Status < 400
            ? hasSuccess ? $"$.success: expected nothing, got {success}" : null
            : isRefusal ? null : $"$: expected success false and a message, got {json}";
    }
}
