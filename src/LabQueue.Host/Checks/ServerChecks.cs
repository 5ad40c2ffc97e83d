using System.Net;
using System.Net.Sockets;
using LabQueue.Client;
using LabQueue.Host.Administration;
using LabQueue.Host.Commands;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Checks;

/// <summary>Looks for the server, and asks it.</summary>
/// <param name="context">The command.</param>
/// <param name="data">The data folder.</param>
internal sealed class ServerChecks(CommandContext context, DataFolder data)
{
    private const int SoonestBuild = 2026;

    // Tokens are good for ten seconds: clocks that differ by more make every call fail.
    private static readonly TimeSpan WorrisomeSkew = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FatalSkew = FernetToken.Lifetime;

    /// <summary>All of it.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        await using var running = await SocketChannel.FindAsync(data, cancellationToken);
        var given = context.Options.Value(OptionKey.Server);
        if (running is null && given is null)
        {
            return [.. Ports(), Clock(null), CheckResult.Warn("server", $"None runs on {data.Path}.")];
        }

        List<CheckResult> results = [];
        if (running is not null)
        {
            var answer = await running.SendAsync(new AdminRequest.Describe(), cancellationToken);
            results.Add(Process(answer.Server!));
        }

        foreach (var address in await ServerConnection.FindAddressesAsync(context.Options, data, cancellationToken))
        {
            var (answers, serverTime) = await AskAsync(address, cancellationToken);
            results.Add(Clock(serverTime));
            results.Add(answers);
        }

        if (results[^1].State == CheckState.Ok)
        {
            results.Add(await QueueAsync(cancellationToken));
        }

        return results;
    }

    private static CheckResult Process(ServerDescription server)
    {
        var text = $"Version {server.Version} runs as process {server.ProcessId} and listens at {string.Join(", ", server.Urls)}.";
        return server.Version == ServerDescriber.Version
            ? CheckResult.Ok("process", text)
            : CheckResult.Warn("process", $"{text} This program is of version {ServerDescriber.Version}.");
    }

    private static IEnumerable<CheckResult> Ports()
    {
        foreach (var port in (int[])[ServeOptions.PortOfEverything, ServeOptions.PortOfServer])
        {
            yield return IsFree(port)
                ? CheckResult.Ok($"port {port}", "Free.")
                : CheckResult.Warn($"port {port}", "Another program has it; name another one with --urls.");
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private CheckResult Clock(DateTimeOffset? serverTime)
    {
        const string name = "clock";
        var now = context.Time.GetUtcNow();
        if (now.Year < SoonestBuild)
        {
            return CheckResult.Bad(name, $"It is {Wording.Time(now)}, which is before this program was made.");
        }

        // The server's time comes in whole seconds.
        var skew = serverTime is { } other ? (now - other).Duration() - TimeSpan.FromSeconds(1) : TimeSpan.Zero;
        var text = $"It is {Wording.Time(now)} here, and {Wording.Time(serverTime ?? now)} on the server.";
        return skew switch
        {
            _ when skew >= FatalSkew => CheckResult.Bad(name, $"{text} Tokens of such clocks are refused."),
            _ when skew >= WorrisomeSkew => CheckResult.Warn(name, text),
            _ => CheckResult.Ok(name, $"It is {Wording.Time(now)}."),
        };
    }

    private static async Task<(CheckResult Result, DateTimeOffset? ServerTime)> AskAsync(
        Uri address, CancellationToken cancellationToken)
    {
        const string name = "server";
        using var way = new SocketsHttpHandler { UseProxy = !address.IsLoopback };
        using var http = new HttpClient(way) { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var ready = await http.GetAsync(new Uri(address, "/readyz"), cancellationToken);
            var time = ready.Headers.Date;
            return ready.IsSuccessStatusCode
                ? (CheckResult.Ok(name, $"{address} answers and is ready."), time)
                : (CheckResult.Bad(name, $"{address} answers, and is not ready: "
                    + await ready.Content.ReadAsStringAsync(cancellationToken)), time);
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException($"{address} does not answer: {silent.Message}", ExitCode.NotReachable);
        }
    }

    private async Task<CheckResult> QueueAsync(CancellationToken cancellationToken)
    {
        const string name = "queue";
        try
        {
            using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
            var stats = await queue.StatsAsync(cancellationToken);
            return CheckResult.Ok(name, StatsCommand.Summary(stats, context.Time.GetUtcNow()));
        }
        catch (CommandFailedException noKey)
        {
            return CheckResult.Warn(name, noKey.Message);
        }
        catch (QueueClientException refused)
        {
            return CheckResult.Bad(name, refused.Message);
        }
    }
}
