using LabQueue.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LabQueue.Server.Hosting;

/// <summary><c>/healthz</c>: the process answers; <c>/readyz</c>: it can work.</summary>
internal static class HealthRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Json(new HealthAnswer("healthy", Reason: null)));
        routes.MapGet("/readyz", IsReadyAsync);
    }

    private static async Task<IResult> IsReadyAsync(IQueueStore store, TimeProvider time, HttpContext context)
    {
        var reason = store.Trouble ?? await FindTroubleAsync(store, time, context.RequestAborted);
        return reason is null
            ? TypedResults.Json(new HealthAnswer("ready", Reason: null))
            : TypedResults.Json(new HealthAnswer("not ready", reason), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string?> FindTroubleAsync(
        IQueueStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (store.Sites.Keys.FirstOrDefault() is not { } site)
        {
            return null;
        }

        try
        {
            await store.Queue(site).StatsAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
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
    }

    /// <summary>What a probe is told.</summary>
    private sealed record HealthAnswer(string Status, string? Reason);
}
