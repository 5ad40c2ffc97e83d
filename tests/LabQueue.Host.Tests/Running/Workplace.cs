using System.Diagnostics;
using LabQueue.TestKit;

namespace LabQueue.Host.Tests.Running;

/// <summary>Runs the real executable in a folder of its own, as a person at a terminal does.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("labqueue-host-");

    /// <summary>The working directory. Its path is short: a server makes a socket below it.</summary>
    public string Path => _folder.FullName;

    /// <summary>The default data folder.</summary>
    public string Data => File("data");

    /// <summary>What the environment says beside the usual.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A path in the working directory.</summary>
    public string File(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Runs a command to its end.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => RunWithInputAsync(string.Empty, arguments);

    /// <summary>Runs a command to its end, with that text as its input.</summary>
    public async Task<CommandResult> RunWithInputAsync(string input, params string[] arguments)
    {
        using var process = Process.Start(Prepare(arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Token);
        return new CommandResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a server on a free port, and waits until it serves.</summary>
    public Task<RunningServer> ServeAsync(params string[] arguments) =>
        RunningServer.StartAsync(Prepare(["serve", "--json", "--urls", "http://127.0.0.1:0", .. arguments]));

    /// <summary>Starts a command that does not end by itself.</summary>
    public Process Start(params string[] arguments) => Process.Start(Prepare(arguments))!;

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private ProcessStartInfo Prepare(string[] arguments)
    {
        var start = new ProcessStartInfo(BuiltProgram.Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path,
        };
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    // What the desk of the person who runs the tests says must not change what they test.
    private static bool IsOurs(string name) =>
        name.StartsWith("LABQUEUE__", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_ENVIRONMENT" or "ASPNETCORE_ENVIRONMENT";
}
