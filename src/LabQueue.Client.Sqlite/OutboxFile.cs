using LabQueue.Client.Outbox;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Client.Sqlite;

/// <summary>What an outbox file holds, read beside the program that sends from it. Nothing is changed.</summary>
/// <param name="Figures">How much it is.</param>
/// <param name="Block">What keeps it from being sent, as the program noted last.</param>
/// <param name="Waiting">The waiting tasks, the first ones of them.</param>
/// <param name="Refused">The refused tasks, the first ones of them.</param>
internal sealed record OutboxFile(
    OutboxFigures Figures, OutboxBlock? Block, IReadOnlyList<OutboxTask> Waiting, IReadOnlyList<RefusedTask> Refused)
{
    // SQLITE_NOTADB
    private const int NoDatabase = 26;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">How many tasks of each kind.</param>
    /// <exception cref="OutboxException">It is not there, is no outbox, is of a newer version, or cannot be read.</exception>
    public static OutboxFile Read(string path, int most)
    {
        if (!File.Exists(path))
        {
            throw new OutboxException($"There is no file {path}.");
        }

        try
        {
            using var database = Database.OpenUntouched(path);
            database.Execute("pragma busy_timeout = 5000");

            // One transaction: the program may send meanwhile.
            database.Execute("begin");
            if (OutboxRows.Number(database, OutboxSql.HasTask) == 0)
            {
                throw None(path, null);
            }

            var version = OutboxRows.KnownVersion(database, path);
            var figures = new OutboxFigures(
                OutboxRows.Number(database, OutboxSql.CountWaiting),
                OutboxRows.Oldest(database),
                OutboxRows.Number(database, OutboxSql.CountRefused));
            return new OutboxFile(
                figures,
                version > 1 ? OutboxRows.Block(database) : null,
                OutboxRows.Next(database, most),
                OutboxRows.Refused(database, most));
        }
        catch (SqliteException trouble)
        {
            throw trouble.Code == NoDatabase
                ? None(path, trouble)
                : new OutboxException($"The outbox {path} cannot be read: {trouble.Message}", trouble);
        }
    }

    private static OutboxException None(string path, Exception? inner) => new($"{path} is no outbox of LabQueue.", inner);
}
