using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LabQueue.Consumer.Tests.Senaite;

/// <summary>
/// Stands in for a SENAITE site: knows the person by the token, fetches the task from the queue server by its uid, and
/// answers as the original does (<c>wire-protocol</c>, section 10). A task's name says what is the matter with it.
/// </summary>
internal sealed class StandInSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _key;
    private readonly IQueue _queue;
    private readonly TimeProvider _time;

    private StandInSite(WebApplication app, string key, IQueue queue, TimeProvider time) =>
        (_app, _key, _queue, _time) = (app, key, queue, time);

    /// <summary>The calls that came through to the work: task, person, consumer, site that asks.</summary>
    public ConcurrentQueue<(string TaskUid, string Username, string? ConsumerId, string? Zeo)> Processed { get; } = new();

    /// <summary>Released whenever a call has begun.</summary>
    public SemaphoreSlim Begun { get; } = new(0);

    /// <summary>Lets <c>slow</c> tasks end.</summary>
    public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The site's base address.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts a site.</summary>
    /// <param name="key">The key that it shares with the queue server.</param>
    /// <param name="queue">The queue server, as the site sees it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="port">Where it listens; 0: anywhere.</param>
    public static async Task<StandInSite> StartAsync(string key, IQueue queue, TimeProvider time, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var site = new StandInSite(app, key, queue, time);
        app.MapGet("/senaite/@@API/senaite/v1/version", () => TypedResults.Json(new { version = "1.2.4" }));
        app.MapPost("/senaite/@@API/senaite/v1/queue_consumer/process", (Delegate)site.ProcessAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        site.Address = new Uri($"{app.Urls.First()}/senaite");
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task<IResult> ProcessAsync(HttpContext context)
    {
        var payload = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        if (Username(context) is not { } username)
        {
            return Error(401, "Unauthorized");
        }

        var task = await _queue.FindAsync(payload.GetProperty("task_uid").GetString()!, context.RequestAborted);
        if (task is null)
        {
            return Error(404, "Not Found - Task UID");
        }

        Begun.Release();
        if (task.Username != username || task.Name == "anothers")
        {
            return Error(403, "Forbidden - Task belongs to another user");
        }

        switch (task.Name)
        {
            case "slow":
                await Go.Task;
                break;
            case "hang":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                break;
            case "drop":
                context.Abort();
                return TypedResults.Empty;
            case "no_object":
                return Error(500, "Internal Server Error - Context is None");
            case "boom":
                return Error(500, "Internal Server Error - RuntimeError: boom");
            case "no_adapter":
                return Error(501, "Not Implemented - No adapter registered");
            case "page":
                return TypedResults.Content("<html>Zope</html>", "text/html", statusCode: 502);
            case "away":
                return Error(503, "Service Unavailable");
            case "no_route":
                return TypedResults.Json(new { success = false, message = "404 Not Found: The requested URL was not found" });
        }

        Processed.Enqueue((task.TaskUid, username, Text(payload, "consumer_id"), Text(payload, "__zeo")));
        return TypedResults.Json(new { message = "Task processed", success = true });
    }

    private string? Username(HttpContext context)
    {
        if (!FernetToken.TryDecrypt(_key, context.Request.Headers[FernetToken.Header].ToString(), out var text))
        {
            return null;
        }

        var parts = text.Split(':', 2);
        var expiry = double.Parse(parts[0], CultureInfo.InvariantCulture);
        return expiry < _time.GetUtcNow().ToSeconds() ? null : parts[1];
    }

    private static string? Text(JsonElement payload, string name) => payload.GetProperty(name).GetString();

    private static Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<Answer> Error(int status, string message) =>
        TypedResults.Json(new Answer(Success: false, message), statusCode: status);

    private sealed record Answer(bool Success, string Message);
}
