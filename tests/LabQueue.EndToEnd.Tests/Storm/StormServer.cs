using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>Starts a server, ends it, and starts it again on the same folder; tells the clients when it is there.</summary>
/// <param name="setup">The server.</param>
internal sealed class StormServer(ServerSetup setup) : IAsyncDisposable
{
    /// <summary>Exit code of a process that signal 9 ended.</summary>
    public const int KilledBySignal9 = 137;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(60);

    private readonly List<DateTimeOffset> _starts = [];
    private readonly List<TimeSpan> _timesToReady = [];
    private volatile TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServerProcess? _process;

    /// <summary>How it is reached.</summary>
    public ServerSetup Setup => setup;

    /// <summary>Done while the server is there.</summary>
    public Task Ready => _ready.Task;

    /// <summary>When it was there each time.</summary>
    public IReadOnlyList<DateTimeOffset> Starts => _starts;

    /// <summary>How long each start took.</summary>
    public IReadOnlyList<TimeSpan> TimesToReady => _timesToReady;

    /// <summary>What it wrote last.</summary>
    public string Log => _process?.Log ?? string.Empty;

    /// <summary>One that somebody else starts and ends, and that is always there.</summary>
    public static StormServer Standing(ServerSetup setup)
    {
        var server = new StormServer(setup);
        server._ready.SetResult();
        return server;
    }

    /// <summary>Starts it.</summary>
    /// <param name="failPoint">Where it kills itself; null: nowhere.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where it killed itself before it was ready.</returns>
    public async Task<bool> StartAsync(string? failPoint, CancellationToken cancellationToken)
    {
        var life = failPoint is null
            ? setup
            : setup with { Environment = new Dictionary<string, string> { ["LABQUEUE_FAIL_POINT"] = failPoint } };
        try
        {
            _process = await ServerProcess.StartAsync(life, cancellationToken);
        }
        catch (ServerDiedException died) when (failPoint is not null && died.ExitCode == KilledBySignal9)
        {
            return false;
        }

        _starts.Add(TimeProvider.System.GetUtcNow());
        _timesToReady.Add(_process.TimeToReady);
        _ready.TrySetResult();
        return true;
    }

    /// <summary>Ends it with signal 9.</summary>
    public async Task KillAsync()
    {
        _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _process!.KillAsync();
        await _process.DisposeAsync();
    }

    /// <summary>Asks it to stop, as the operating system does. Those who call it are not told.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        (await _process!.StopAsync(cancellationToken)).ShouldBe(0, Log);
        await _process.DisposeAsync();
    }

    /// <summary>Waits until it has killed itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForEndAsync(CancellationToken cancellationToken)
    {
        var code = await _process!.WaitForExitAsync(cancellationToken);
        _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _process.DisposeAsync();
        return code;
    }

    /// <summary>Lives a life to its end: at its fail point, or by our hand.</summary>
    /// <param name="life">The life.</param>
    /// <param name="clients">Who calls it meanwhile.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task LiveAsync(Life life, Task[] clients, CancellationToken cancellationToken)
    {
        if (!await StartAsync(life.FailPoint, cancellationToken))
        {
            return;
        }

        if (life.FailPoint is null)
        {
            // A client that breaks off ends the storm: its task then holds why.
            var broken = Task.WhenAny(clients);
            if (await Task.WhenAny(broken, Task.Delay(life.Load, TimeProvider.System, cancellationToken)) == broken)
            {
                await await broken;
            }

            await KillAsync();
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestLife);
        (await WaitForEndAsync(patience.Token)).ShouldBe(KilledBySignal9, life.FailPoint);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
