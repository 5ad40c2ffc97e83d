using System.Globalization;

namespace LabQueue.Server.Api;

/// <summary>An answer that says no: a status and the message that goes with it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">What the answer's <c>message</c> says, nearly always <c>REASON - TEXT</c>.</param>
/// <remarks><c>wire-protocol</c>, section 4, "Errors"; the texts of the original are kept to the letter.</remarks>
internal sealed record ApiError(int Status, string Message)
{
    private const int NamedObjects = 5;

    /// <summary>How many seconds to wait before the next try; sent as <c>Retry-After</c>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The methods that the address does take; sent as <c>Allow</c>.</summary>
    public string? Allow { get; init; }

    public static ApiError NotJson { get; } =
        new(400, "Request Data is not JSON deserializable \u2013 Check JSON Syntax!");

    public static ApiError Unauthorized { get; } = new(401, "Unauthorized");

    public static ApiError NoSuchRoute { get; } = new(
        404,
        "404 Not Found: The requested URL was not found on the server. If you entered the URL manually please check your " +
        "spelling and try again.");

    public static ApiError NotAServer { get; } = new(405, "Method Not Allowed - Not a Queue Server");

    public static ApiError NoValidTask { get; } = new(406, "Not Acceptable - No valid task(s)");

    public static ApiError Stale { get; } = new(409, "Conflict - Task is not yours any more");

    public static ApiError NoTaskUid { get; } =
        new(412, "Precondition Failed - Task uid empty or no valid format");

    public static ApiError NotRunning { get; } = new(412, "Precondition Failed - Task is not running");

    public static ApiError TooLarge { get; } = new(
        413, string.Create(CultureInfo.InvariantCulture, $"Payload Too Large - A request has at most {QueueLimits.BodyBytes} bytes"));

    public static ApiError NoConsumerId { get; } = new(428, "Precondition Required - No valid consumer id");

    public static ApiError Unforeseen { get; } =
        new(500, "Internal Server Error - The server's log says more");

    public static ApiError NoOtherServer { get; } = new(504, "Gateway Timeout - Refused connection");

    public static ApiError WrongMethod(string allow) =>
        new(405, "405 Method Not Allowed: The method is not allowed for the requested URL.") { Allow = allow };

    public static ApiError BadRequest(string text) => new(400, "Bad Request - " + text);

    public static ApiError NotOfTask(IReadOnlyCollection<string> unknown) => BadRequest(
        "'processed' names " + unknown.Count switch
        {
            0 => "no object",
            <= NamedObjects => "what the task does not have: " + string.Join(", ", unknown),
            _ => $"what the task does not have: {string.Join(", ", unknown.Take(NamedObjects))} and {unknown.Count - NamedObjects} more",
        });

    public static ApiError Forbidden(string text) => new(403, "Forbidden - " + text);

    public static ApiError TaskNotFound(string uid) => new(404, "Not Found - Task " + uid);

    public static ApiError ConsumerNotFound(string consumerId) => new(404, "Not Found - Consumer " + consumerId);

    public static ApiError TooManyFailures(int seconds) =>
        new(429, "Too Many Requests - Too many wrong passwords") { RetryAfter = seconds };

    public static ApiError Unavailable(string text) => new(503, "Service Unavailable - " + text) { RetryAfter = 5 };

    public static ApiError NoRoom(string text) => new(507, "Insufficient Storage - " + text);
}
