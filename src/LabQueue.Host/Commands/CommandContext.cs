using System.CommandLine;
using LabQueue.Host.Configuration;

namespace LabQueue.Host.Commands;

/// <summary>What a command is carried out with.</summary>
/// <param name="Parsed">The command line.</param>
/// <param name="Options">The options, wherever they were set.</param>
/// <param name="Terminal">Where it writes.</param>
/// <param name="Time">The clock.</param>
internal sealed record CommandContext(ParseResult Parsed, OptionSource Options, Terminal Terminal, TimeProvider Time)
{
    /// <summary>The value of an argument that the command cannot be without.</summary>
    public T Get<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    /// <summary>The value of an option, or its default.</summary>
    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);
}
