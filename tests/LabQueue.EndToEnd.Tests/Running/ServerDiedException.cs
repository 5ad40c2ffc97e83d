namespace LabQueue.EndToEnd.Tests.Running;

/// <summary>A server ended before it was ready.</summary>
/// <param name="exitCode">How it ended: 137 for signal 9.</param>
/// <param name="log">What it wrote.</param>
internal sealed class ServerDiedException(int exitCode, string log)
    : Exception($"The server ended with code {exitCode} before it was ready. It wrote:\n{log}")
{
    /// <summary>How it ended: 137 for signal 9.</summary>
    public int ExitCode { get; } = exitCode;
}
