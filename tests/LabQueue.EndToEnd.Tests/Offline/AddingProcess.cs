using System.Diagnostics;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Offline;

/// <summary>The sample <c>OfflineAdds</c> as a process: adds a task for each line that it is given.</summary>
internal sealed class AddingProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _log;

    private AddingProcess(Process process)
    {
        _process = process;
        _log = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>Starts it before a server, with a file of its own.</summary>
    public static AddingProcess Start(ServerSetup server, string file)
    {
        var start = new ProcessStartInfo(
            BuiltProgram.Of("OfflineAdds"), ["--server", server.Portal, "--key", server.Key, "--outbox", file])
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(file),
        };
        return new AddingProcess(Process.Start(start)!);
    }

    /// <summary>Gives it all paths at once, and kills it with signal 9 once it has acknowledged so many of them.</summary>
    /// <returns>The uids that it acknowledged, also those that were on their way out when it died.</returns>
    public async Task<IReadOnlyList<string>> AddAndKillAsync(
        IReadOnlyList<string> paths, int killAfter, CancellationToken cancellationToken)
    {
        var giving = GiveAsync(paths);
        var uids = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } uid)
        {
            uids.Add(uid);
            if (uids.Count == killAfter)
            {
                await KillAsync();
            }
        }

        await giving;
        return uids.Count >= killAfter ? uids : throw new InvalidOperationException($"It ended by itself: {await _log}");
    }

    /// <summary>Ends it with signal 9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
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

    private async Task GiveAsync(IReadOnlyList<string> paths)
    {
        try
        {
            foreach (var path in paths)
            {
                await _process.StandardInput.WriteAsync(path + "\n");
            }

            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It was killed while it was given more.
        }
    }
}
