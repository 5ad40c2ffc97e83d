using LabQueue.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace LabQueue.Server.Hosting;

/// <summary><c>/healthz</c>: the process answers; <c>/readyz</c>: it can work.</summary>
internal static partial class HealthRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Json(new HealthAnswer("healthy", Reason: null)));
        routes.MapGet("/readyz", IsReadyAsync);
    }

    private static async Task<IResult> IsReadyAsync(
        IQueueStore store, TimeProvider time, ILogger<IQueueStore> logger, HttpContext context)
    {
        var reason = store.Trouble ?? await FindTroubleAsync(store, time, logger, context.RequestAborted);
        return reason is null
            ? TypedResults.Json(new HealthAnswer("ready", Reason: null))
            : TypedResults.Json(new HealthAnswer("not ready", reason), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string?> FindTroubleAsync(
        IQueueStore store, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        if (store.Sites.Keys.FirstOrDefault() is not { } site)
        {
            return null;
        }

        try
        {
            // The history is read from the file each time; figures are known in memory, and need no file.
            await store.Queue(site).HistoryAsync(new HistoryQuery { Limit = 1 }, cancellationToken)
                .WaitAsync(Patience, time, cancellationToken);
            return null;
        }
        catch (TimeoutException)
        {
            return "The store has not answered for two seconds.";
        }
        catch (QueueStoreException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever it is: a probe wants to know whether to send people here, and the log says why not.
            LogNotReady(logger, exception);
            return "The store does not answer.";
        }
    }

    [LoggerMessage(3104, LogLevel.Error, "The store does not answer")]
    private static partial void LogNotReady(ILogger logger, Exception exception);

    /// <summary>What a probe is told.</summary>
    private sealed record HealthAnswer(string Status, string? Reason);
}
