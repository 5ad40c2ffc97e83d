using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>Judges answers: yes or no in the shape of the API, and never a fault of the server.</summary>
internal static class FuzzJudge
{
    // A site whose setting "server" names another server has nobody behind it to ask; the requests may set it.
    private const string NoOtherServer = "Gateway Timeout - Refused connection";

    /// <summary>What is wrong with an answer; null where nothing is.</summary>
    public static string? Find(FuzzRequest request, RawAnswer answer)
    {
        if (request.IsBroken && answer.Status is 0 or 501 or 505)
        {
            return null;
        }

        // Who sends more than is taken may find the connection closed before the answer can be read.
        if (answer.Status == 0)
        {
            return request.Body.Length > QueueLimits.BodyBytes ? null : "the connection was closed without an answer";
        }

        var json = answer.Json();
        if (answer.Status >= 500)
        {
            return answer.Status == 504 && Message(json) == NoOtherServer ? null : "a fault of the server";
        }

        // The address that "serve" prints leads people to the page of the API.
        var isLed = answer.Status == 302 && !request.IsOfApi;
        return isLed ? null
            : answer.Status is < 200 or (>= 300 and < 400) ? "neither yes nor no"
            : request.Method == "HEAD" || (request.IsBroken && answer.Body.Length == 0) ? null
            : request.IsOfApi || answer.ContentType == "application/json" ? Shape(request, answer, json)
            : null;
    }

    private static string? Shape(FuzzRequest request, RawAnswer answer, JsonElement json)
    {
        if (answer.Status == 200 && answer.ContentType == "text/event-stream" && request.Target.Contains("events", StringComparison.Ordinal))
        {
            return null;
        }

        if (answer.ContentType != "application/json" || json.ValueKind != JsonValueKind.Object)
        {
            return request.IsOfApi ? "no JSON object" : null;
        }

        var isRefusal = json.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.False;
        return answer.Status < 300
            ? isRefusal ? "a refusal with a good status" : null
            : isRefusal && Message(json) is { Length: > 0 } ? null : "a refusal without success false and a message";
    }

    private static string? Message(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty("message", out var message)
        && message.ValueKind == JsonValueKind.String
            ? message.GetString()
            : null;
}
