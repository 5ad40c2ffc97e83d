using Microsoft.AspNetCore.Http;

namespace LabQueue.Server.Hosting;

/// <summary>What a probe is told.</summary>
/// <remarks>
/// Probes are answered by plain request delegates. The framework would make those out of lambdas with arguments by means of
/// compiled expressions, which hold more memory than some thousand tasks.
/// </remarks>
public static class HealthAnswer
{
    /// <summary>Answers a probe: 200, or 503 with the reason.</summary>
    /// <param name="context">The probe.</param>
    /// <param name="status">The state in a word or two.</param>
    /// <param name="reason">What is wrong; null: nothing.</param>
    public static Task SendAsync(HttpContext context, string status, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsJsonAsync(new Answer(status, reason), context.RequestAborted);
    }

    private sealed record Answer(string Status, string? Reason);
}
