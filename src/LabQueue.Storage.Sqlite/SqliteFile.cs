using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite;

/// <summary>Looks at a queue's file without opening the queue, and without changing anything.</summary>
public static class SqliteFile
{
    /// <summary>The engine and its version, such as <c>SQLite 3.40.1 (libsqlite3.so.0)</c>.</summary>
    public static string Engine => SqliteEngine.Description;

    /// <summary>The schema of a folder's file; null where there is no file.</summary>
    /// <exception cref="QueueStoreException">The file cannot be read, or is none of SQLite's.</exception>
    public static int? SchemaOf(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return File.Exists(options.File) ? Look(options.File, SqlMigrator.VersionOf) : null;
    }

    /// <summary>Reads all pages of a file. Takes seconds where it is large.</summary>
    /// <returns>A sentence on what is wrong; null: it is whole, and a queue that this program can open.</returns>
    public static string? Complaint(string file)
    {
        try
        {
            return Look(file, database =>
            {
                var row = database.Prepare("pragma integrity_check(1)");
                var verdict = row.Step() ? row.Text() : "no answer";
                row.Stop();
                return verdict != "ok" ? Damage(file, verdict)
                    : SqlMigrator.VersionOf(database) == 0 ? $"{file} is empty."
                    : SqlMigrator.Complaint(database, file);
            });
        }
        catch (QueueStoreException broken)
        {
            return broken.Message;
        }
    }

    /// <summary>What a person is told of a file that SQLite refused.</summary>
    internal static string Explain(string file, SqliteException failure) =>
        failure.IsDamage ? Damage(file, failure.Message) : $"{file} cannot be opened: {failure.Message}.";

    private static string Damage(string file, string verdict) =>
        $"{file} is damaged, or no database: {verdict.ReplaceLineEndings(" ")}. Keep a copy of it, and put the last backup in its place.";

    private static T Look<T>(string file, Func<Database, T> look)
    {
        try
        {
            using var database = Database.OpenUntouched(file);
            return look(database);
        }
        catch (SqliteException failure)
        {
            throw new QueueStoreException(Explain(file, failure), failure.IsDisk, failure);
        }
    }
}
