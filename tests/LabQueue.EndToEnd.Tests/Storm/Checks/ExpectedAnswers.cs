namespace LabQueue.EndToEnd.Tests.Storm.Checks;

/// <summary>While it runs a server answers only what the protocol knows; it has no trouble of its own.</summary>
internal static class ExpectedAnswers
{
    public static IEnumerable<string> Find(StormResult result) => result.Asked.Calls
        .Where(call => call.Status is { } status && !IsExpected(call.Route, status) && !IsOfEarlierRun(call))
        .Select(call => $"unexpected answer: {call} {call.Answer}");

    // A classic consumer that was given a task twice tells of the first run without a fence: what it did then is done already.
    private static bool IsOfEarlierRun(Call call) =>
        call is { Route: "advance", Status: 400 }
        && !call.Payload.TryGetProperty("fence", out _)
        && call.Answer.GetProperty("message").GetString()!.Contains("names what the task does not have", StringComparison.Ordinal);

    private static bool IsExpected(string route, int status) => route switch
    {
        "add" or "pop" => status == 200,
        "requeue" or "cancel" or "delete" => status is 200 or 404,
        _ => status is 200 or 404 or 409 or 412,
    };
}
