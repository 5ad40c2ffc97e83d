using System.Diagnostics;
using System.Globalization;

namespace LabQueue.EndToEnd.Tests.Running;

/// <summary>The real program as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int LinesKept = 400;
    private const int FaultsKept = 100;

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly Queue<string> _log = new();
    private readonly List<string> _faults = [];
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isDisposed;

    private ServerProcess(ServerSetup setup)
    {
        var start = new ProcessStartInfo(setup.Program, setup.Arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = setup.Data,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Testing";
        foreach (var (name, value) in setup.Environment)
        {
            start.Environment[name] = value;
        }

        Setup = setup;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
    }

    /// <summary>How it was started.</summary>
    public ServerSetup Setup { get; }

    /// <summary>From its start until it was ready.</summary>
    public TimeSpan TimeToReady { get; private set; }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>What it wrote last.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>The faults that it wrote of, the first hundred at most.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_log)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>The memory that it holds, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a server, and waits until it says that it is ready.</summary>
    /// <exception cref="ServerDiedException">It ended before it was ready.</exception>
    public static async Task<ServerProcess> StartAsync(ServerSetup setup, CancellationToken cancellationToken)
    {
        var server = new ServerProcess(setup);
        try
        {
            var started = Stopwatch.GetTimestamp();
            server.Start();
            await server.WaitUntilReadyAsync(cancellationToken);
            server.TimeToReady = Stopwatch.GetElapsedTime(started);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it with signal 9: it gets no chance to put anything in order.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, as the operating system does.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        return await WaitForExitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Start()
    {
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _served.TrySetException(Died());
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        await _served.Task.WaitAsync(StartTime, TimeProvider.System, cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartTime);
        using var http = new HttpClient { BaseAddress = Setup.Root };
        while (true)
        {
            if (_process.HasExited)
            {
                throw Died();
            }

            try
            {
                using var answer = await http.GetAsync("readyz", patience.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It dies already; that it has ended is seen in a moment.
            }

            await Task.Delay(Between, TimeProvider.System, patience.Token);
        }
    }

    private ServerDiedException Died() => new(_process.ExitCode, Log);

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Enqueue(line);
            if (_faults.Count < FaultsKept && (line.Contains("Z fail: ", StringComparison.Ordinal) || line.Contains("Z crit: ", StringComparison.Ordinal)))
            {
                _faults.Add(line);
            }

            if (_log.Count > LinesKept)
            {
                _log.Dequeue();
            }
        }

        if (line.Contains(" serves ", StringComparison.Ordinal) || line.Contains(" works for ", StringComparison.Ordinal))
        {
            _served.TrySetResult();
        }
    }
}
