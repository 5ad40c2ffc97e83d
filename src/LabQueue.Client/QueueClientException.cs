using System.Net;

namespace LabQueue.Client;

/// <summary>The server answered, and refused, or said what no queue server says.</summary>
/// <param name="status">The answer's status.</param>
/// <param name="message">The server's words.</param>
/// <param name="inner">What made its answer unreadable.</param>
public sealed class QueueClientException(HttpStatusCode status, string message, Exception? inner = null)
    : QueueException(message, inner)
{
    /// <summary>The answer's status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>How long the server asks to wait before the next try; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same call may well succeed later: the server is full, stopping or out of order.</summary>
    public override bool IsTransient => (int)Status >= 500 || Status is HttpStatusCode.TooManyRequests;
}
