using System.Text.Json.Nodes;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Api;

/// <summary>An answer that says no (T-59: each kind of no has a status of its own).</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">Why, in a sentence.</param>
internal sealed record LabApiError(int Status, string Message)
{
    private const string Words = " - ";

    /// <summary>Nobody signed in.</summary>
    public static LabApiError Unauthorized { get; } = new(401, "Unauthorized - sign in first");

    /// <summary>There is no such address.</summary>
    public static LabApiError NoSuchRoute { get; } = new(404, "Not Found - there is no such address");

    /// <summary>Why, without the words of the status before it: what pages say.</summary>
    public string Sentence => Message.IndexOf(Words, StringComparison.Ordinal) is >= 0 and var end ? Message[(end + Words.Length)..] : Message;

    /// <summary>What is wrong, by field; nothing where the answer is about no field.</summary>
    public IReadOnlyDictionary<string, string> Fields => Details?["fields"] is JsonObject fields
        ? fields.ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>(), StringComparer.Ordinal)
        : new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How many seconds to wait before the next try; sent as <c>Retry-After</c>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The methods that the address does take; sent as <c>Allow</c>.</summary>
    public string? Allow { get; init; }

    /// <summary>Asks a browser for name and password.</summary>
    public bool IsChallenge { get; init; }

    /// <summary>More for programs, beside <c>success</c> and <c>message</c>.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>What was sent has not the form that it should have.</summary>
    public static LabApiError BadRequest(string text) => new(400, "Bad Request - " + text);

    /// <summary>The user may not.</summary>
    public static LabApiError Forbidden(string text) => new(403, "Forbidden - " + text);

    /// <summary>There is no such thing, or the user may not know of it.</summary>
    public static LabApiError NotFound(string what) => new(404, "Not Found - " + what);

    /// <summary>The address takes other methods.</summary>
    public static LabApiError WrongMethod(string allow) =>
        new(405, $"Method Not Allowed - this address takes {allow}") { Allow = allow };

    /// <summary>Somebody or something else was faster, or the object is in no state for it.</summary>
    public static LabApiError Conflict(string text) => new(409, "Conflict - " + text);

    /// <summary>Values are missing or wrong.</summary>
    /// <param name="fields">What is wrong, by field.</param>
    public static LabApiError Invalid(IReadOnlyDictionary<string, string> fields) =>
        new(422, "Unprocessable Entity - " + string.Join(' ', fields.Values))
        {
            Details = new JsonObject
            {
                ["fields"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))),
            },
        };

    /// <summary>What the laboratory's rules say.</summary>
    public static LabApiError Of(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.Forbidden => Forbidden(refusal.Message),
        RefusalKind.NotNow or RefusalKind.Pending => Conflict(refusal.Message),
        RefusalKind.Invalid => new LabApiError(422, "Unprocessable Entity - " + refusal.Message),
        RefusalKind.NotFound => NotFound(refusal.Message),
    };
}
