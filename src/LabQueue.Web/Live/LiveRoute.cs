using System.Globalization;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Web.Live;

/// <summary><c>/{site}/live</c>: server-sent events that say <i>look again</i>, and nothing of what is to be seen.</summary>
/// <remarks>
/// <c>queue</c>: something happened in the queue. <c>beat</c>: nothing did, and the server is still there; every other second, so
/// that a page can tell within five that it is stale.
/// </remarks>
internal sealed class LiveRoute(LiveFeed feed, Entrance entrance, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>How many may be open at once in one process; the pages of others ask every few seconds instead.</summary>
    public const int Most = 2_000;

    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(250);
    private static readonly byte[] Beat = "event: beat\ndata: 0\n\n"u8.ToArray();

    private int _open;

    /// <summary>Answers until the browser leaves or the server stops.</summary>
    public async Task AnswerAsync(HttpContext context, string site)
    {
        if (!entrance.Has(site) || feed.Of(site) is not { } pulse)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!(await entrance.EnterAsync(context, site)).IsSignedIn)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (Interlocked.Increment(ref _open) > Most)
        {
            Interlocked.Decrement(ref _open);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await SendAsync(context.Response, pulse, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The browser left, or the server stops: this is how such an answer ends.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task SendAsync(HttpResponse response, Pulse pulse, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        var next = pulse.Next;
        await response.BodyWriter.WriteAsync(Beat, cancellationToken);
        while (true)
        {
            var isNews = await Task.WhenAny(next, Task.Delay(BeatEvery, time, cancellationToken)) == next;
            cancellationToken.ThrowIfCancellationRequested();
            if (!isNews)
            {
                await response.BodyWriter.WriteAsync(Beat, cancellationToken);
                continue;
            }

            var number = await next;
            next = pulse.Next;
            await response.BodyWriter.WriteAsync(News(number), cancellationToken);
            await Task.Delay(AtMostEvery, time, cancellationToken);
        }
    }

    private static byte[] News(long number) =>
        System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"event: queue\ndata: {number}\n\n"));
}
