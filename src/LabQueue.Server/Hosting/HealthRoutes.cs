using LabQueue.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LabQueue.Server.Hosting;

/// <summary><c>/healthz</c>: the process answers; <c>/readyz</c>: it can work.</summary>
internal static partial class HealthRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var store = services.GetRequiredService<IQueueStore>();
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<IQueueStore>>();
        var departure = services.GetRequiredService<Departure>();
        ReadinessCheck[] others = [.. services.GetServices<ReadinessCheck>()];
        routes.MapGet("/healthz", context => HealthAnswer.SendAsync(context, "healthy"));
        routes.MapGet("/readyz", async context =>
        {
            var reason = departure.Reason
                ?? store.Trouble
                ?? await FindTroubleAsync(store, time, logger, context.RequestAborted)
                ?? await FindTroubleAsync(others, context.RequestAborted);
            await HealthAnswer.SendAsync(context, reason is null ? "ready" : "not ready", reason);
        });
    }

    private static async Task<string?> FindTroubleAsync(ReadinessCheck[] others, CancellationToken cancellationToken)
    {
        foreach (var other in others)
        {
            if (await other.FindTroubleAsync(cancellationToken) is { } trouble)
            {
                return trouble;
            }
        }

        return null;
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
}
