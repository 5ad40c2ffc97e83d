using System.Collections.Concurrent;
using LabQueue.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LabQueue.Client.Tests;

/// <summary>A server that answers as a test says.</summary>
internal sealed class StandInServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInServer(WebApplication app) => _app = app;

    /// <summary>What it does with a request; at first it tells the figures of an empty queue.</summary>
    public RequestDelegate Answer { get; set; } = FiguresAsync;

    /// <summary>The routes that it was asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Its address, with the site.</summary>
    public Uri Address => new($"{_app.Urls.First()}/senaite");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<StandInServer> StartAsync(RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new StandInServer(app);
        server.Answer = answer ?? server.Answer;
        app.Run(context =>
        {
            server.Asked.Enqueue(context.Request.Path.Value![(context.Request.Path.Value!.LastIndexOf('/') + 1)..]);
            return server.Answer(context);
        });
        await app.StartAsync(Token);
        return server;
    }

    /// <summary>Says that it cannot.</summary>
    public static Task UnavailableAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsJsonAsync(new { success = false, message = "Service Unavailable - it stops" }, Token);
    }

    /// <summary>Breaks the connection off once the request is there.</summary>
    public static Task BreakAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Tells the figures of an empty queue.</summary>
    public static Task FiguresAsync(HttpContext context) => context.Response.WriteAsync(
        """{"queued": 0, "running": 0, "failed": 0, "done": 0, "paused": false, "oldest_queued": null, "names": [], "minutes": []}""", Token);

    /// <summary>Makes a client of several servers, whose order is drawn, that begins with the first.</summary>
    public static async Task<QueueClient> ConnectAsync(TimeProvider time, StandInServer first, params Uri[] others)
    {
        while (true)
        {
            var client = Connect(time, first.Address, others);
            var before = first.Asked.Count;
            await client.StatsAsync(Token);
            if (first.Asked.Count > before)
            {
                return client;
            }

            client.Dispose();
        }
    }

    public static QueueClient Connect(TimeProvider time, Uri first, params Uri[] others)
    {
        var options = new QueueClientOptions
        {
            BaseAddress = first,
            AuthKey = FernetToken.NewKey(),
            Username = Given.Clerk.Username,
            Retries = 0,
        };
        Array.ForEach(others, options.OtherAddresses.Add);
        return new QueueClient(options, time);
    }

    /// <summary>Stops it: connections to it are refused.</summary>
    public Task StopAsync() => _app.StopAsync(Token);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
