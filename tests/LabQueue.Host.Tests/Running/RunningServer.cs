using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LabQueue.Host.Tests.Running;

/// <summary>A server as a process of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private RunningServer(Process process, Task<string> error, JsonElement announced)
    {
        _process = process;
        _error = error;
        Announced = announced;
    }

    /// <summary>What it said when it was ready.</summary>
    public JsonElement Announced { get; }

    /// <summary>Its address, without a site.</summary>
    public string Url => Announced.GetProperty("urls")[0].GetString()!;

    /// <summary>Its address with the site <c>senaite</c>.</summary>
    public string Address => $"{Url}/senaite";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts it and waits for the line that says where it serves.</summary>
    public static async Task<RunningServer> StartAsync(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var line = await process.StandardOutput.ReadLineAsync(Token);
        if (line is not null)
        {
            return new RunningServer(process, error, JsonElement.Parse(line));
        }

        await process.WaitForExitAsync(Token);
        throw new InvalidOperationException($"The server ended with {process.ExitCode}: {await error}");
    }

    /// <summary>Sends a signal, such as <c>TERM</c>, and waits for the end.</summary>
    public async Task<CommandResult> StopAsync(string signal = "TERM")
    {
        using var kill = Process.Start(
            "kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        var output = await _process.StandardOutput.ReadToEndAsync(Token);
        await _process.WaitForExitAsync(Token);
        return new CommandResult(_process.ExitCode, output, await _error);
    }

    /// <summary>A client that signs in with a password.</summary>
    public HttpClient SignIn(string username, string password)
    {
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
        return new HttpClient
        {
            BaseAddress = new Uri($"{Address}/@@API/senaite/v1/queue_server/"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", pair) },
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
