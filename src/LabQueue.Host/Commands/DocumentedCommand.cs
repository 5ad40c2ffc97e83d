using System.CommandLine;

namespace LabQueue.Host.Commands;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">The word on the command line.</param>
/// <param name="description">What it does, as a sentence.</param>
/// <param name="examples">Whole command lines.</param>
internal sealed class DocumentedCommand(string name, string description, params string[] examples)
    : Command(name, description)
{
    /// <summary>Whole command lines.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Takes an option.</summary>
    public DocumentedCommand With(params Symbol[] symbols)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Option option:
                    Options.Add(option);
                    break;
                case Argument argument:
                    Arguments.Add(argument);
                    break;
                case Command command:
                    Subcommands.Add(command);
                    break;
            }
        }

        return this;
    }

    /// <summary>Says what it does.</summary>
    public DocumentedCommand Does(Func<CommandContext, CancellationToken, Task<int>> action)
    {
        SetAction((parsed, cancellationToken) => CommandRunner.RunAsync(parsed, action, cancellationToken));
        return this;
    }
}
