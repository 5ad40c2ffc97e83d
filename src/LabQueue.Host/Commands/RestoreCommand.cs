using System.CommandLine;
using LabQueue.Host.Administration;
using LabQueue.Host.Serving;
using LabQueue.Storage.Sqlite;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue restore</c></summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> Source = new("FILE") { Description = "What 'labqueue backup' wrote." };

    private static readonly Option<bool> Force = new("--force")
    {
        Description = "Replace data that is there; the old data is kept as queue.db.before-restore.",
    };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "restore",
        "Put a backup in the place of all data. The server must not run meanwhile.",
        "labqueue restore /backup/labqueue-2026-01-05.db",
        "labqueue restore --force --data /var/lib/labqueue before-upgrade.db")
        .With(Source, Force, SharedOptions.Data)
        .Does(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var data = DataFolder.Of(context.Options);
        if (data.FindObstacle() is { } obstacle)
        {
            throw new CommandFailedException(obstacle);
        }

        await using (var running = await SocketChannel.FindAsync(data, cancellationToken))
        {
            if (running is not null)
            {
                throw new CommandFailedException($"A server runs on {data.Path}; stop it before its data is replaced.");
            }
        }

        // Whoever starts a server now is kept out by the folder's lock, which the store takes for the time of the copy.
        data.Create();
        var copy = Path.GetFullPath(context.Get(Source));
        var options = new SqliteStoreOptions { Folder = data.Path };
        await Task.Run(() => SqliteBackup.Restore(copy, options, context.Get(Force)), cancellationToken);
        var schema = SqliteFile.SchemaOf(options);
        context.Terminal.Write(
            new { File = copy, Data = data.Path, SchemaVersion = schema },
            () => Tell(context.Terminal, data, copy));
        return ExitCode.Done;
    }

    private static void Tell(Terminal terminal, DataFolder data, string copy)
    {
        terminal.Line($"{data.Path} has the data of {copy} now. The next start writes its keys' files again.");
        terminal.Line(
            $"The password of {FirstStart.Admin} is the one at the time of the backup, which does not have it in plain text.");
        terminal.Line($"If nobody has it, give another: labqueue user password {FirstStart.Admin} --data {data.Path}");
    }
}
