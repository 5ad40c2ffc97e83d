using System.Text.Json;

namespace LabQueue.Host.Tests.Running;

/// <summary>What a run of the program left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>The output as JSON.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    /// <summary>The same result, if the exit code is that one.</summary>
    public CommandResult ShouldExitWith(int code)
    {
        ExitCode.ShouldBe(code, $"Output: {Output}\nError: {Error}");
        return this;
    }
}
