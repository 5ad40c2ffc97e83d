using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Server.Api;

/// <summary><c>events</c>: what happens, as it happens, as server-sent events.</summary>
/// <remarks>A watcher who is slow, or was away for long, misses events; <c>diff</c> tells then what was missed.</remarks>
internal static class EventsRoute
{
    // A connection that says nothing is cut by proxies after a minute or so.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly byte[] Retry = "retry: 2000\n\n"u8.ToArray();
    private static readonly byte[] Comment = ": still here\n\n"u8.ToArray();

    public static async Task AnswerAsync(ApiCall call)
    {
        var after = ReadAfter(call);
        if (!call.Services.Watchers.TryEnter())
        {
            await call.RefuseAsync(ApiError.Unavailable(
                string.Create(CultureInfo.InvariantCulture, $"{call.Services.Watchers.Most} watch already, the most that may")));
            return;
        }

        try
        {
            await WatchAsync(call, after);
        }
        finally
        {
            call.Services.Watchers.Leave();
        }
    }

    private static async Task WatchAsync(ApiCall call, long? after)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Services.Departure.Begun);
        var response = call.Context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        call.MarkSending();
        if (HttpMethods.IsHead(call.Context.Request.Method))
        {
            return;
        }

        try
        {
            await SendAsync(call, after, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The watcher left, or the server goes: this is how such an answer ends.
            await response.CompleteAsync();
        }
    }

    private static async Task SendAsync(ApiCall call, long? after, CancellationToken cancellationToken)
    {
        await using var events = call.Queue.WatchAsync(after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            // Only now: who has the beginning of the answer misses nothing that happens from then on.
            await call.Context.Response.BodyWriter.WriteAsync(Retry, cancellationToken);
            var heartbeat = Task.Delay(Heartbeat, call.Services.Time, cancellationToken);
            while (true)
            {
                if (await Task.WhenAny(next, heartbeat) == heartbeat)
                {
                    await heartbeat;
                    await call.Context.Response.BodyWriter.WriteAsync(Comment, cancellationToken);
                    heartbeat = Task.Delay(Heartbeat, call.Services.Time, cancellationToken);
                }
                else if (await next)
                {
                    await SendAsync(call, events.Current, cancellationToken);
                    next = events.MoveNextAsync().AsTask();
                }
                else
                {
                    return;
                }
            }
        }
        finally
        {
            // The stream must not be closed while it is being read.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async ValueTask SendAsync(ApiCall call, QueueEvent happened, CancellationToken cancellationToken)
    {
        if (call.Caller.OnlyOwn is not { } own || happened.Username is null || happened.Username == own)
        {
            await call.Context.Response.BodyWriter.WriteAsync(Format(happened), cancellationToken);
        }
    }

    private static long? ReadAfter(ApiCall call)
    {
        var header = call.Context.Request.Headers["Last-Event-ID"].ToString();
        return long.TryParse(header, CultureInfo.InvariantCulture, out var number)
            ? number
            : PayloadFields.Long(call.Payload.Fields, "after");
    }

    private static byte[] Format(QueueEvent happened)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, QueueJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("number"u8, happened.Number);
            writer.WriteString("kind"u8, happened.Kind);
            writer.WriteString("task_uid"u8, happened.TaskUid);
            writer.WriteString("name"u8, happened.Name);
            writer.WriteString("context_uid"u8, happened.ContextUid);
            writer.WriteString("username"u8, happened.Username);
            writer.WriteBoolean("ghost"u8, happened.Ghost);
            TaskJson.WriteTime(writer, "time"u8, happened.Time);
            writer.WriteEndObject();
        }

        var data = Encoding.ASCII.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        return Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"id: {happened.Number}\nevent: {happened.Kind}\ndata: {data}\n\n"));
    }
}
