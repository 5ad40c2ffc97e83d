using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LabQueue.Benchmarks.Load;

namespace LabQueue.Benchmarks.Running;

/// <summary>A server in a process of its own: LabQueue, or the stand-in.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Consumer = "bench";

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private ServerProcess(Process process, Target target)
    {
        _process = process;
        Target = target;
    }

    /// <summary>How to call it.</summary>
    public Target Target { get; }

    /// <summary>From the start of the process until <c>/readyz</c> said 200.</summary>
    public TimeSpan TimeToReady { get; private set; }

    /// <summary>Starts LabQueue as an operator does: <c>labqueue serve --role server</c>.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="key">The site's key.</param>
    /// <param name="store">Its database, as a connection string; null: a file in its folder.</param>
    public static ServerProcess StartLabQueue(string data, string key, string? store = null)
    {
        var port = FreePort();
        var program = RepositoryRoot.Combine("artifacts", "bin", "LabQueue.Host", "release", "labqueue");
        string[] arguments =
        [
            "serve", "--role", "server", "--urls", Url(port), "--data", data, "--site", Target.Site, "--auth-key", key,
            .. store is null ? [] : new[] { "--store", store },
        ];
        return Start(program, arguments, "LabQueue", port, key);
    }

    /// <summary>Starts the demo laboratory with its queue and a consumer: <c>labqueue serve --demo</c>.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="password">The password of its users.</param>
    public static ServerProcess StartDemo(string data, string password)
    {
        var port = FreePort();
        var program = RepositoryRoot.Combine("artifacts", "bin", "LabQueue.Host", "release", "labqueue");
        string[] arguments = ["serve", "--demo", "--demo-password", password, "--urls", Url(port), "--data", data];
        return Start(program, arguments, "laboratory", port, FernetToken.NewKey());
    }

    /// <summary>Starts the stand-in, which is a command of this same program.</summary>
    public static ServerProcess StartStandIn(string data, string key)
    {
        var port = FreePort();
        string[] arguments = ["serve-standin", port.ToString(CultureInfo.InvariantCulture), data];
        return Start(Environment.ProcessPath!, arguments, "stand-in", port, key);
    }

    /// <summary>The address of a port of this machine.</summary>
    public static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    /// <summary>A port that nobody has now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A figure of the process in MiB, such as <c>VmRSS</c>, what it holds of the memory, or <c>VmHWM</c>, its peak.</summary>
    public double Mebibytes(string figure)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status");
        var line = File.ReadLines(file).First(line => line.StartsWith(figure + ":", StringComparison.Ordinal));
        var kilobytes = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) / 1_024.0;
    }

    /// <summary>Stops it as the operating system does.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static ServerProcess Start(string program, string[] arguments, string name, int port, string key)
    {
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException($"{program} cannot be started.");
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var server = new ServerProcess(process, new Target(name, port, process.Id, new TokenRing(key, Consumer)));
        using var patience = new CancellationTokenSource(StartTime);
        while (!IsReady(port))
        {
            if (process.HasExited || patience.IsCancellationRequested)
            {
                server.Dispose();
                throw new InvalidOperationException($"{name} did not become ready.");
            }

            Pause.For(TimeSpan.FromMilliseconds(2));
        }

        server.TimeToReady = Stopwatch.GetElapsedTime(started);
        return server;
    }

    private static bool IsReady(int port)
    {
        try
        {
            using var connection = new HttpConnection(port);
            return connection.Send("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8) == 200;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
