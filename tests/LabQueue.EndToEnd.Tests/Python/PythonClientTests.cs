using System.Diagnostics;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Python;

/// <summary>A client in the original's language, which knows nothing of LabQueue, works with the server.</summary>
public sealed class PythonClientTests
{
    private const string Interpreter = "/usr/bin/python3";

    [Fact]
    public async Task A_client_in_python_adds_syncs_takes_and_reports()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.SkipUnless(await HasPackagesAsync(cancellationToken), "python3-requests or python3-cryptography is missing.");
        using var folder = new ScratchFolder();
        await using var server = await ServerProcess.StartAsync(new ServerSetup(folder.Path), cancellationToken);
        var script = RepositoryRoot.Combine("tests", "LabQueue.EndToEnd.Tests", "Python", "client.py");

        var (code, output) = await RunAsync([script, server.Setup.Portal, server.Setup.Key], cancellationToken);

        code.ShouldBe(0, output);
        output.TrimEnd().ShouldEndWith("all well");
        output.Split('\n').Length.ShouldBeGreaterThan(20);
        server.Faults.ShouldBeEmpty();
    }

    private static async Task<bool> HasPackagesAsync(CancellationToken cancellationToken) =>
        File.Exists(Interpreter) && (await RunAsync(["-c", "import requests, cryptography.fernet"], cancellationToken)).Code == 0;

    private static async Task<(int Code, string Output)> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Interpreter, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };

        // No proxy between the two, and letters beyond ASCII whatever the machine's language is.
        start.Environment["no_proxy"] = "*";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        using var python = Process.Start(start)!;
        var error = python.StandardError.ReadToEndAsync(cancellationToken);
        var output = await python.StandardOutput.ReadToEndAsync(cancellationToken);
        await python.WaitForExitAsync(cancellationToken);
        return (python.ExitCode, output + await error);
    }
}
