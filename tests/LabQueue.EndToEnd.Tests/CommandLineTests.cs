using System.Diagnostics;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task An_unknown_command_is_wrong_usage()
    {
        var start = new ProcessStartInfo(BuiltProgram.Path, ["no-such-command"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };

        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(2);
        error.ShouldNotBeEmpty();
    }
}
