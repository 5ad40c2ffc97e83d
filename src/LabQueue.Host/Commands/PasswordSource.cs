using System.CommandLine;
using LabQueue.Host.Administration;
using Spectre.Console;

namespace LabQueue.Host.Commands;

/// <summary>
/// Where a new password comes from: it is made up and shown once, or read. Never from the command line itself, which
/// every user of the machine can see.
/// </summary>
internal static class PasswordSource
{
    /// <summary>Read it instead of making one up.</summary>
    public static Option<bool> FromInput { get; } = new("--password-stdin")
    {
        Description = "Read the password from standard input (one line) instead of making one up.",
    };

    /// <summary>The password, and whether it was made up.</summary>
    /// <exception cref="CommandFailedException">Nothing was typed.</exception>
    public static async Task<(string Password, bool IsMadeUp)> GetAsync(
        CommandContext context, CancellationToken cancellationToken)
    {
        if (!context.Get(FromInput))
        {
            return (Passwords.NewRandom(), true);
        }

        if (!Console.IsInputRedirected)
        {
            return (await new TextPrompt<string>("Password:").Secret(null).ShowAsync(AnsiConsole.Console, cancellationToken), false);
        }

        var line = await Console.In.ReadLineAsync(cancellationToken);
        return string.IsNullOrEmpty(line)
            ? throw new CommandFailedException("There is no password on standard input.", ExitCode.WrongUsage)
            : (line, false);
    }
}
