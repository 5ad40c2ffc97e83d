using System.CommandLine;
using System.Globalization;
using LabQueue.Client;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;
using LabQueue.Host.TakingOver;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue import</c>.</summary>
internal static class ImportCommand
{
    private static readonly Option<string> From = new("--from")
    {
        Description = "Address of the queue server and site of senaite.queue, such as http://127.0.0.1:8080/senaite.",
        HelpName = "URL",
        Required = true,
    };

    private static readonly Option<string> AuthKey = new("--auth-key")
    {
        Description = "The key of that server and its clients.",
        HelpName = "KEY",
    };

    private static readonly Option<string> ServerKey = new("--server-key")
    {
        Description = "The key of LabQueue's site; default: keys/SITE.key of the data folder, or else the same key.",
        HelpName = "KEY",
    };

    private static readonly Option<string> User = new("--user")
    {
        Description = "The user to act as, known to both servers; default admin.",
        HelpName = "NAME",
    };

    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Say what would be taken over, and add nothing.",
    };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "import",
        "Take over all tasks of a running queue server of senaite.queue, failed and hidden ones, too. May be repeated.",
        "labqueue import --from http://127.0.0.1:8080/senaite --auth-key \"$KEY\" --dry-run",
        "labqueue import --from http://127.0.0.1:8080/senaite --auth-key \"$KEY\" --server http://127.0.0.1:8090/senaite")
        .With(From, AuthKey, User, DryRun, SharedOptions.Server, ServerKey, SharedOptions.Site, SharedOptions.Data)
        .Does(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var from = ReadFrom(context);
        var key = ReadKey(context);
        var data = DataFolder.Of(context.Options);
        var servers = await ServerConnection.FindAddressesAsync(context.Options, data, cancellationToken);
        var to = servers[0];
        if (Uri.Compare(from, to, UriComponents.HttpRequestUrl, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            throw new CommandFailedException($"--from and the server to import into are both {to}.", ExitCode.WrongUsage);
        }

        var serverKey = context.Get(ServerKey)
            ?? await data.FindKeyAsync(ServerAddresses.SiteOf(to), cancellationToken) ?? key;
        using var queue = ServerConnection.Open(context, data, servers, serverKey);
        var by = TaskChanges.Person(context) with { Reason = $"import from {from}" };

        using var original = new OriginalServer(from, key, by.Username, context.Time);
        using var answer = await original.ReadAllAsync(cancellationToken);
        var takeOver = new TakeOver();
        var tasks = takeOver.Read(answer.RootElement.GetProperty("items"));
        context.Terminal.Line($"{Wording.Count(takeOver.Found, "task")} at {from}.");
        await CarryOutAsync(context, takeOver, queue, tasks, by, cancellationToken);
        ImportReport.Write(context, takeOver, from, to, context.Get(DryRun));
        return takeOver.Refused.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static async Task CarryOutAsync(
        CommandContext context,
        TakeOver takeOver,
        QueueClient queue,
        IReadOnlyList<OriginalTask> tasks,
        Actor by,
        CancellationToken cancellationToken)
    {
        if (context.Get(DryRun))
        {
            await takeOver.TryAsync(queue, tasks, cancellationToken);
            return;
        }

        var isThrough = false;
        try
        {
            await takeOver.AddAsync(queue, tasks, by, Progress, cancellationToken);
            isThrough = true;
        }
        finally
        {
            if (!isThrough)
            {
                Terminal.Error("Not all tasks were taken over. What is here stays; run the same command again for the rest.");
            }
        }

        void Progress(int through) => context.Terminal.Line(
            string.Create(CultureInfo.InvariantCulture, $"{through} of {tasks.Count} are through."));
    }

    private static Uri ReadFrom(CommandContext context)
    {
        var text = context.Get(From)!;
        return ServerAddresses.IsSiteAddress(text, out var address)
            ? address
            : throw new CommandFailedException(
                $"--from is '{text}'; it takes an address such as http://127.0.0.1:8080/senaite.", ExitCode.WrongUsage);
    }

    private static string ReadKey(CommandContext context)
    {
        var key = context.Options.Value(OptionKey.AuthKey) ?? throw new CommandFailedException(
            "There is no key for the server to import from: give it with --auth-key.", ExitCode.WrongUsage);
        return FernetToken.IsKey(key)
            ? key
            : throw new CommandFailedException("--auth-key is no key; it takes 32 bytes as url-safe base64.", ExitCode.WrongUsage);
    }
}
