using System.CommandLine;
using System.Data.Common;
using LabQueue.Client;
using LabQueue.Engine;
using LabQueue.Host.Configuration;
using LabQueue.Lims.Store;

namespace LabQueue.Host.Commands;

/// <summary>Carries out a command and says what went wrong: one sentence, one exit code.</summary>
internal static class CommandRunner
{
    /// <summary>Carries out a command.</summary>
    public static async Task<int> RunAsync(
        ParseResult parsed, Func<CommandContext, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            var terminal = new Terminal(parsed.GetValue(SharedOptions.Json));
            var context = new CommandContext(parsed, CommandLineOptions.Read(parsed), terminal, TimeProvider.System);
            return await action(context, cancellationToken);
        }
        catch (Exception failure) when (Explain(failure) is { } answer)
        {
            if (parsed.GetValue(SharedOptions.Json))
            {
                Terminal.JsonError(answer.Sentence, answer.Code);
            }
            else
            {
                Terminal.Error(answer.Sentence);
            }

            return answer.Code;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The person at the terminal has had enough.
            return ExitCode.Done;
        }
    }

    // What is not explained here is a fault of the program, and ends with its stack.
    private static (string Sentence, int Code)? Explain(Exception failure) => failure switch
    {
        CommandFailedException failed => (failed.Message, failed.ExitCode),
        OptionException wrong => (wrong.Message, ExitCode.WrongUsage),
        QueueUnreachableException unreachable => (unreachable.Message, ExitCode.NotReachable),
        QueueClientException refused => (refused.Message, ExitCode.Refused),
        SettingException refused => (refused.Message, ExitCode.Refused),
        QueueStoreException { InnerException: DbException { IsTransient: true } } away => (away.Message, ExitCode.NotReachable),
        LabStoreException { InnerException: DbException { IsTransient: true } } away => (away.Message, ExitCode.NotReachable),
        LabStoreException trouble => (trouble.Message, ExitCode.Refused),
        QueueStoreException trouble => (trouble.Message, ExitCode.Refused),
        UnauthorizedAccessException denied => (denied.Message, ExitCode.Refused),
        IOException broken => (broken.Message, ExitCode.Refused),
        _ => null,
    };
}
