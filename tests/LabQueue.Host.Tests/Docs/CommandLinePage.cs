using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;
using LabQueue.Host.Commands;

namespace LabQueue.Host.Tests.Docs;

/// <summary>Writes the page about the command line from the command line itself.</summary>
internal static class CommandLinePage
{
    private const string Head = """
        # Command line

        This page is made from the program's own help by a test, which fails when they differ; `LABQUEUE_WRITE_DOCS=1 ./test.sh
        CommandLineDoc` writes it anew.

        Every command takes `--help`, and `--json` for JSON instead of text, on standard error as well. Exit codes: 0 done,
        1 refused or not found, 2 wrong usage, 3 the server was not reachable. The options of `serve`, and those of the table below,
        may also be set in the environment or in a file: see [Configuration](configuration.md).

        Two kinds of commands need two kinds of rights. `user`, `site`, `backup`, `restore` and `migrate` work on a data
        folder, whether its server runs or not, as a person who may read it. `tasks`, `stats` and `settings` speak with a
        server over HTTP, anywhere; they have these options:


        """;

    /// <summary>The page.</summary>
    public static string Render()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        WriteTable(page, "Option", SharedOptions.Connection.OfType<Option>().Select(Row));
        foreach (var command in CommandLine.Create().Subcommands)
        {
            Write(page, command, "labqueue");
        }

        return page.ToString();
    }

    private static void Write(StringBuilder page, Command command, string before)
    {
        var words = $"{before} {command.Name}";
        var isGroup = command.Subcommands.Count > 0 && command.Action is null;
        Line(page, $"\n## `{words}`\n\n{command.Description}\n");
        if (!isGroup)
        {
            var arguments = string.Concat(command.Arguments.Select(argument => " " + Shown(argument)));
            Line(page, $"```console\n{words}{arguments}{(command.Options.Any(IsOwn) ? " [options]" : string.Empty)}\n```\n");
        }

        WriteTable(page, "Argument", command.Arguments.Select(argument => (Shown(argument), argument.Description)));
        WriteOptions(page, command);
        if (command is DocumentedCommand { Examples.Count: > 0 } documented && !isGroup)
        {
            Line(page, $"Examples:\n\n```console\n{string.Join('\n', documented.Examples)}\n```\n");
        }

        foreach (var below in command.Subcommands)
        {
            Write(page, below, words);
        }

        // One empty line between parts, whatever the last one was.
        page.Replace("\n\n\n", "\n\n");
    }

    private static void WriteOptions(StringBuilder page, Command command)
    {
        var speaks = SharedOptions.Connection.OfType<Option>().All(command.Options.Contains);
        var options = command.Options.Where(IsOwn).Where(option => !speaks || !SharedOptions.Connection.Contains(option));
        WriteTable(page, "Option", options.Select(Row));
        if (speaks)
        {
            Line(page, "And the options of all commands that speak with a server, see above.\n");
        }
    }

    private static bool IsOwn(Option option) => option is not (HelpOption or VersionOption) && option != SharedOptions.Json;

    private static (string, string?) Row(Option option) =>
        ($"{option.Name}{(option.ValueType == typeof(bool) ? string.Empty : $" {option.HelpName}")}",
            $"{option.Description}{(option.Required ? " Required." : string.Empty)}{Default(option)}");

    private static string Default(Option option) =>
        option.HasDefaultValue && option.ValueType != typeof(bool)
            ? string.Create(CultureInfo.InvariantCulture, $" Default {option.GetDefaultValue()}.")
            : string.Empty;

    private static string Shown(Argument argument)
    {
        var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}…" : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static void WriteTable(StringBuilder page, string head, IEnumerable<(string Name, string? Text)> rows)
    {
        var lines = rows.Select(row => $"| `{row.Name}` | {row.Text?.Replace("|", "\\|", StringComparison.Ordinal)} |").ToArray();
        if (lines.Length > 0)
        {
            Line(page, $"| {head} | What it does |\n|---|---|\n{string.Join('\n', lines)}\n");
        }
    }

    private static void Line(StringBuilder page, string text) => page.Append(CultureInfo.InvariantCulture, $"{text}\n");
}
