using System.Globalization;
using LabQueue.Host.Administration;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;
using LabQueue.Storage.Postgres;
using LabQueue.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue migrate</c></summary>
internal static class MigrateCommand
{
    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "migrate",
        "Bring the data up to the schema of this program. 'serve' does so, too; this does it without serving.",
        "labqueue backup before-upgrade.db && labqueue migrate",
        "labqueue migrate --data /var/lib/labqueue --json")
        .With(SharedOptions.Data)
        .Does(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var data = DataFolder.Of(context.Options);
        var choice = StoreChoice.Read(context.Options);
        await using (var running = await SocketChannel.FindAsync(data, cancellationToken))
        {
            if (running is not null)
            {
                var answer = await running.SendAsync(new AdminRequest.Describe(), cancellationToken);
                return ShowRunning(context.Terminal, answer.Server!, choice.NewestSchema);
            }
        }

        var before = await FindSchemaAsync(choice, data, context.Time, cancellationToken)
            ?? throw new CommandFailedException(
                $"There is no LabQueue data in {data.Path}; name the folder with --data. A new one needs no migration.");
        await using var store = await StoreOpener.OpenAsync(
            choice, data, context.Time, NullLoggerFactory.Instance, cancellationToken);
        var place = new LabPlace(choice, data);
        if (await place.IsThereAsync(cancellationToken))
        {
            await (await place.OpenAsync(cancellationToken)).DisposeAsync();
        }

        // A database of a newer program, on which this one can work, is left as it is.
        Show(context.Terminal, before, Math.Max(before, choice.NewestSchema));
        return ExitCode.Done;
    }

    private static async Task<int?> FindSchemaAsync(
        StoreChoice choice, DataFolder data, TimeProvider time, CancellationToken cancellationToken) =>
        choice.Postgres is { } shared
            ? (await PostgresDatabase.DescribeAsync(shared, time, cancellationToken)).Schema
            : SqliteFile.SchemaOf(new SqliteStoreOptions { Folder = data.Path });

    // A server migrates when it starts; only one of another version can have another schema.
    private static int ShowRunning(Terminal terminal, ServerDescription server, int newest)
    {
        if (server.SchemaVersion != newest)
        {
            throw new CommandFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"A server of version {server.Version} runs on schema {server.SchemaVersion}, and this program has schema "
                + $"{newest}: stop the server first."));
        }

        Show(terminal, server.SchemaVersion, server.SchemaVersion);
        return ExitCode.Done;
    }

    private static void Show(Terminal terminal, int before, int after) => terminal.Write(
        new { Before = before, After = after },
        () => terminal.Line(before == after
            ? $"Schema {after} is the newest; there was nothing to do."
            : $"The data went from schema {before} to {after}."));
}
