using System.Net.Sockets;
using LabQueue.Host.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Host.Serving;

/// <summary>Begins to listen, and says in a sentence why it cannot.</summary>
internal static class Listening
{
    /// <summary>Starts an application.</summary>
    /// <param name="app">The application.</param>
    /// <param name="who">What it is, for the sentence.</param>
    /// <param name="urls">Where it is to listen.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="CommandFailedException">It cannot listen there.</exception>
    public static async Task StartAsync(WebApplication app, string who, IReadOnlyList<string> urls, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception refused) when (refused is IOException or SocketException or InvalidOperationException)
        {
            // What began before the address was asked for ends in order; the consumer, for one, may have a call on its way.
            // A service that is stopped before it has begun ends cancelled, which the host calls an error unless it is stopping.
            app.Lifetime.StopApplication();
            await app.StopAsync(CancellationToken.None);
            throw new CommandFailedException(
                $"{who} cannot listen at {string.Join(", ", urls)} (LabQueue:Urls, --urls): {Reason(refused, urls)}.");
        }
    }

    /// <summary>Serves until told to stop, says so, serves on for a while, and stops.</summary>
    /// <param name="app">The application.</param>
    /// <param name="say">Says that it is about to stop.</param>
    /// <param name="drain">How long it serves on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Tells it to stop.</param>
    public static async Task UntilStoppedAsync(
        WebApplication app, Action say, TimeSpan drain, TimeProvider time, CancellationToken stop)
    {
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var told = stop.Register(() =>
        {
            say();
            end.CancelAfter(drain);
        });
        await app.WaitForShutdownAsync(end.Token);
    }

    // The framework's own words are for its programmers.
    private static string Reason(Exception refused, IReadOnlyList<string> urls) => SocketErrorOf(refused) switch
    {
        SocketError.AddressAlreadyInUse => "the address is in use",
        SocketError.AddressNotAvailable => "this machine has no such address",
        SocketError.AccessDenied => "ports below 1024 take more rights than this user has",
        null when refused is InvalidOperationException && urls.Any(IsLocalhostWithoutPort) =>
            "localhost takes no port 0; write 127.0.0.1",
        null when refused is InvalidOperationException && urls.Any(IsHttps) =>
            "https needs a certificate; name one with Kestrel:Certificates:Default:Path and :KeyPath, or put a proxy with TLS in front",
        _ => refused.Message.ReplaceLineEndings(" ").TrimEnd('.'),
    };

    private static SocketError? SocketErrorOf(Exception? refused) => refused switch
    {
        null => null,
        SocketException socket => socket.SocketErrorCode,
        AggregateException several => SocketErrorOf(several.InnerExceptions[0]),
        _ => SocketErrorOf(refused.InnerException),
    };

    private static bool IsHttps(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static bool IsLocalhostWithoutPort(string url) => url.EndsWith("://localhost:0", StringComparison.OrdinalIgnoreCase);
}
