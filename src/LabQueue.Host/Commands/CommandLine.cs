using System.CommandLine;
using System.CommandLine.Help;

namespace LabQueue.Host.Commands;

/// <summary>The command line of <c>labqueue</c>.</summary>
internal static class CommandLine
{
    private const string NoCommand = "Required command was not provided.";

    /// <summary>Reads the arguments, carries them out, and gives the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Refuse(parsed);
        }

        // serve listens to signals itself, and takes the time it needs to stop.
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        if (parsed.CommandResult.Command.Name == ServeCommand.Name)
        {
            invocation.ProcessTerminationTimeout = null;
        }

        return await parsed.InvokeAsync(invocation);
    }

    /// <summary>Makes the commands.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("A background task queue for laboratories.")
        {
            HelpName = "labqueue",
            Options = { SharedOptions.Json },
            Subcommands =
            {
                ServeCommand.Create(),
                TasksCommand.Create(),
                ConsumersCommand.Create(),
                PauseCommand.CreatePause(),
                PauseCommand.CreateResume(),
                StatsCommand.Create(),
                SettingsCommand.Create(),
                OutboxCommand.Create(),
                ImportCommand.Create(),
                UserCommand.Create(),
                SiteCommand.Create(),
                BackupCommand.Create(),
                RestoreCommand.Create(),
                AuditCommand.Create(),
                MigrateCommand.Create(),
                DoctorCommand.Create(),
                KeygenCommand.Create(),
            },
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExampleHelp((HelpAction)help.Action!);
        }

        return root;
    }

    private static int Refuse(ParseResult parsed)
    {
        // A word that is no command says enough about why there is none.
        var isStrange = parsed.UnmatchedTokens.Count > 0;
        foreach (var error in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
        {
            if (!isStrange || error != NoCommand)
            {
                Terminal.Error(error);
            }
        }

        var words = parsed.CommandResult.Command is RootCommand ? string.Empty : Words(parsed.CommandResult.Command);
        Terminal.Error($"See 'labqueue{words} --help'.");
        return ExitCode.WrongUsage;
    }

    private static string Words(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand
            ? $"{Words(parent)} {command.Name}"
            : $" {command.Name}";
}
