using System.Diagnostics;
using System.Globalization;
using System.Text;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Docs;

/// <summary>Runs the steps of a page in one shell, in a folder that has nothing but the program and the pages.</summary>
internal sealed class ShellRun : IDisposable
{
    private const string Mark = "\u0001";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly ScratchFolder _folder = new();
    private readonly string _writtenPort;
    private readonly PackageFeed? _packages;
    private readonly string _port = FreePort.Find().ToString(CultureInfo.InvariantCulture);

    /// <summary>Prepares the folder.</summary>
    /// <param name="port">The port that the page uses; a free one takes its place.</param>
    /// <param name="packages">What packages a program of the page can take; null: it makes none.</param>
    public ShellRun(int port, PackageFeed? packages = null)
    {
        _packages = packages;
        _writtenPort = port.ToString(CultureInfo.InvariantCulture);
        // Pages about the clone call it there, those about a program of one's own have it on the path.
        Directory.CreateDirectory(Tools);
        WriteProgram("labqueue", $"exec '{BuiltProgram.Path}' \"$@\"");
        File.CreateSymbolicLink(Path.Combine(Tools, "labqueue"), Path.Combine(_folder.Path, "labqueue"));
        _packages?.WriteConfigTo(_folder.Path);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "docs"), RepositoryRoot.Combine("docs"));
    }

    /// <summary>The folder.</summary>
    public string Folder => _folder.Path;

    private string Tools => Path.Combine(_folder.Path, "tools");

    /// <summary>Runs the steps until one fails or writes something else than stated.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="before">What to do first, which the page leaves to its reader.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What went wrong; null where all went well.</returns>
    public async Task<string?> FindFaultAsync(
        IReadOnlyList<DocStep> steps, string before, CancellationToken cancellationToken)
    {
        var script = Path.Combine(_folder.Path, ".script");
        await File.WriteAllTextAsync(script, Script(steps, before), cancellationToken);
        var written = await RunAsync(script, cancellationToken);
        var parts = written.Split(Mark);
        for (var i = 0; i < steps.Count; i++)
        {
            var output = parts.ElementAtOrDefault((2 * i) + 1) ?? "(never ran)";
            var code = parts.ElementAtOrDefault((2 * i) + 2)?.Trim();
            var isAsStated = steps[i].Output is not { } stated || StatedOutput.Matches(OnPort(stated), output);
            if (code != "0" || !isAsStated)
            {
                return $"Line {steps[i].Line}: {steps[i].Commands}\nended with {code ?? "nothing"} and wrote:\n{output}\n"
                    + $"The page says:\n{steps[i].Output ?? "(nothing)"}";
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    // Each step's output stands between two marks, its exit code after the second one.
    private string Script(IReadOnlyList<DocStep> steps, string before)
    {
        var script = new StringBuilder("exec 2>&1\ntrap 'kill -9 $(jobs -p) 2> /dev/null' EXIT\n");
        script.Append(CultureInfo.InvariantCulture, $"{OnPort(before)}\n");
        foreach (var step in steps)
        {
            script.Append(CultureInfo.InvariantCulture, $"printf '\\001'\n{OnPort(step.Commands)}\n");
            script.Append("code=$?; printf '\\001%s\\n' \"$code\"; [ \"$code\" = 0 ] || exit 1\n");
        }

        return script.ToString();
    }

    private void WriteProgram(string name, string commands)
    {
        var file = Path.Combine(_folder.Path, name);
        File.WriteAllText(file, $"#!/bin/sh\n{commands}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string OnPort(string text) => text.Replace(_writtenPort, _port, StringComparison.Ordinal);

    private async Task<string> RunAsync(string script, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("bash", [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = _folder.Path,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["LABQUEUE__URLS"] = $"http://127.0.0.1:{_port}";
        start.Environment["PATH"] = $"{Tools}:/usr/bin:{start.Environment["PATH"]}";
        foreach (var (name, value) in _packages?.Environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var written = await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return written;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
