using System.Text.Json;

namespace LabQueue.TestKit.Golden;

/// <summary>A request and the original's answer.</summary>
/// <param name="Number">Its place in the scenario, from 0.</param>
/// <param name="Time">The server's clock.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">After the portal's address, with the query.</param>
/// <param name="Request">The recorded request, for <c>json</c>, <c>raw</c>, <c>form</c> and <c>auth</c>.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="Response">The answer's JSON; null where it is none.</param>
/// <param name="ContentType">The answer's content type.</param>
/// <param name="Verdict"><c>keep</c>, <c>keep-status</c> or <c>fix</c>.</param>
/// <param name="Preferred">For <c>fix</c>: the statuses that a new server may give; empty where none is said.</param>
public sealed record GoldenStep(
    int Number,
    DateTimeOffset Time,
    string Method,
    string Path,
    JsonElement Request,
    int Status,
    JsonElement? Response,
    string? ContentType,
    string Verdict,
    IReadOnlyList<int> Preferred)
{
    /// <summary>For <c>fix</c>: what is better about them, in words; null where nothing is said.</summary>
    public string? Why { get; init; }

    /// <summary>Reads a step.</summary>
    public static GoldenStep Read(JsonElement step, int number, DateTimeOffset start)
    {
        var request = step.GetProperty("request");
        var response = step.GetProperty("response");
        var json = response.GetProperty("json");
        return new GoldenStep(
            number,
            UnixTime.FromSeconds(start.ToSeconds() + step.GetProperty("t").GetDouble()),
            request.GetProperty("method").GetString()!,
            request.GetProperty("path").GetString()!,
            request,
            response.GetProperty("status").GetInt32(),
            json.ValueKind == JsonValueKind.Null ? null : json,
            response.TryGetProperty("headers", out var headers) && headers.TryGetProperty("content-type", out var type)
                ? type.GetString()
                : null,
            step.GetProperty("verdict").GetString()!,
            ReadPreferred(step))
        {
            Why = Wish(step, "why") is { } why ? why.GetString() : null,
        };
    }

    private static JsonElement? Wish(JsonElement step, string name) =>
        step.TryGetProperty("preferred", out var preferred)
            && preferred.ValueKind == JsonValueKind.Object
            && preferred.TryGetProperty(name, out var value)
            ? value
            : null;

    private static int[] ReadPreferred(JsonElement step)
    {
        if (Wish(step, "status") is not { } status)
        {
            return [];
        }

        return status.ValueKind == JsonValueKind.Array
            ? [.. status.EnumerateArray().Select(item => item.GetInt32())]
            : [status.GetInt32()];
    }
}
