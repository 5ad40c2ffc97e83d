using System.Diagnostics;
using System.Globalization;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>The program <c>LedgerConsumer</c> as a process of its own: a consumer whose handler writes down what it does.</summary>
internal sealed class ConsumerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _log;

    private ConsumerProcess(string id, Process process)
    {
        Id = id;
        _process = process;
        _log = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>Its name in the queue, and its ledger's.</summary>
    public string Id { get; }

    /// <summary>Starts one.</summary>
    public static ConsumerProcess Start(ConsumerSetup setup, string id)
    {
        static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        string[] command =
        [
            .. setup.Before, BuiltProgram.Of("LabQueue.LedgerConsumer"),
            "--server", setup.Server, "--key", setup.Key, "--id", id, "--ledger", Path.Combine(setup.Ledgers, id),
            "--lease", Milliseconds(ConsumerSetup.Lease), "--wait", Milliseconds(setup.Wait),
            "--timeout", Milliseconds(setup.Timeout), "--pace", Milliseconds(setup.Pace),
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = setup.Ledgers,
        };
        return new ConsumerProcess(id, Process.Start(start)!);
    }

    /// <summary>Ends it with signal 9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Stops it in its tracks. It does not notice.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task ContinueAsync() => SignalAsync("CONT");

    /// <summary>Asks it to stop, as the operating system does.</summary>
    /// <returns>What is wrong with how it ended; null: nothing.</returns>
    public async Task<string?> StopAsync(CancellationToken cancellationToken)
    {
        if (_process.HasExited)
        {
            return $"{Id} ended by itself: {await _log}";
        }

        await SignalAsync("TERM");
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode == 0 ? null : $"{Id} ended with code {_process.ExitCode}: {await _log}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        await _log;
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(CancellationToken.None);
    }
}
