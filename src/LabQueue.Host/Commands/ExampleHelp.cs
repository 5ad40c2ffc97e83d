using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LabQueue.Host.Commands;

/// <summary>The usual help, and examples below it.</summary>
/// <param name="usual">What writes the usual help.</param>
internal sealed class ExampleHelp(HelpAction usual) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DocumentedCommand { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return ExitCode.Done;
    }
}
