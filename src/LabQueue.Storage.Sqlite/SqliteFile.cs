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
        if (!File.Exists(options.File))
        {
            return null;
        }

        try
        {
            using var database = Database.OpenUntouched(options.File);
            return SqlMigrator.VersionOf(database);
        }
        catch (SqliteException failure)
        {
            throw new QueueStoreException($"{options.File} cannot be read: {failure.Message}", failure.IsDisk, failure);
        }
    }
}
