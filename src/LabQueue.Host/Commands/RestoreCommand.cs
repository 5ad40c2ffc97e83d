using System.CommandLine;
using LabQueue.Host.Administration;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;
using LabQueue.Lims.Store;
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

        if (StoreChoice.Read(context.Options).Postgres is not null)
        {
            throw new CommandFailedException(
                "The data are on PostgreSQL (LabQueue:Store): what pg_dump or pg_basebackup wrote is put back with PostgreSQL's own means, such as pg_restore.");
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
        var laboratory = BackupFile.OfLaboratory(copy);
        await RequireWholeAsync(laboratory, data, context.Get(Force), cancellationToken);
        await Task.Run(() => SqliteBackup.Restore(copy, options, context.Get(Force)), cancellationToken);
        RestoreLaboratory(laboratory, data);
        var schema = SqliteFile.SchemaOf(options);
        context.Terminal.Write(
            new { File = copy, Data = data.Path, SchemaVersion = schema },
            () => Tell(context.Terminal, data, copy));
        return ExitCode.Done;
    }

    private static async Task RequireWholeAsync(string file, DataFolder data, bool isForced, CancellationToken cancellationToken)
    {
        if (File.Exists(file) && (await SqliteLabDatabase.CheckAsync(file, cancellationToken)).Complaint is { } complaint)
        {
            throw new CommandFailedException($"{complaint} Nothing was changed.");
        }

        if (File.Exists(data.Laboratory) && !isForced)
        {
            throw new CommandFailedException($"{data.Path} has a laboratory; --force replaces it, and keeps the old one beside it.");
        }
    }

    // What is there is kept beside it; a backup without a laboratory leaves the folder without one.
    private static void RestoreLaboratory(string file, DataFolder data)
    {
        foreach (var end in (string[])["-wal", "-shm", string.Empty])
        {
            if (File.Exists(data.Laboratory + end))
            {
                File.Move(data.Laboratory + end, $"{data.Laboratory}.before-restore{end}", overwrite: true);
            }
        }

        if (File.Exists(file))
        {
            var temporary = data.Laboratory + ".new";
            File.Delete(temporary);
            DataFolder.CreateSecret(temporary);
            using (var from = File.OpenRead(file))
            using (var to = new FileStream(temporary, FileMode.Open, FileAccess.Write))
            {
                from.CopyTo(to);
                to.Flush(flushToDisk: true);
            }

            File.Move(temporary, data.Laboratory);
        }
    }

    private static void Tell(Terminal terminal, DataFolder data, string copy)
    {
        terminal.Line($"{data.Path} has the data of {copy} now. The next start writes its keys' files again.");
        terminal.Line(
            $"The password of {FirstStart.Admin} is the one at the time of the backup, which does not have it in plain text.");
        terminal.Line($"If nobody has it, give another: labqueue user password {FirstStart.Admin} --data {data.Path}");
    }
}
