namespace LabQueue.Host.Commands;

/// <summary>A command cannot go on.</summary>
/// <param name="message">A sentence for the person at the terminal.</param>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
internal sealed class CommandFailedException(string message, int exitCode = ExitCode.Refused) : Exception(message)
{
    /// <summary>What the program ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
