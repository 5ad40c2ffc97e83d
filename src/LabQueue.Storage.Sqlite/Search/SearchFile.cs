using System.Globalization;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Search;

/// <summary>The file of the index. Nothing is in it that is not in the queue's, so what does not fit is thrown away.</summary>
internal static class SearchFile
{
    // "LabS"
    private const int ApplicationId = 0x4C616253;

    private static readonly string[] Suffixes = [string.Empty, "-wal", "-shm"];

    /// <summary>Opens the index of a queue, and begins a new one where there is none that belongs to it.</summary>
    /// <param name="file">The index.</param>
    /// <param name="queue">A connection to the queue's file.</param>
    public static Database Open(string file, Database queue)
    {
        var identity = IdentityOf(queue);
        if (File.Exists(file) && !Belongs(file, identity, Meta.ReadSequence(queue)))
        {
            Delete(file);
        }

        if (!File.Exists(file))
        {
            Create(file);
        }

        var database = Database.Open(file, readOnly: false, cacheKilobytes: 2_048);

        // The queue forgets what changed once the index has it: a power cut must not take it from there.
        database.Execute("pragma synchronous = full");
        database.Execute("pragma wal_autocheckpoint = 1000");
        if (Number(database, "pragma user_version") == 0)
        {
            database.Execute("begin immediate");
            database.Execute(SearchSql.Schema);
            database.Prepare(SearchSql.InsertCursor).Bind(identity).Run();
            database.Execute(string.Create(
                CultureInfo.InvariantCulture, $"pragma application_id = {ApplicationId}; pragma user_version = {SearchSql.Make}"));
            database.Execute("commit");
        }

        return database;
    }

    /// <summary>Throws an index away. Nobody may have it open.</summary>
    public static void Delete(string file)
    {
        foreach (var suffix in Suffixes)
        {
            File.Delete(file + suffix);
        }
    }

    /// <summary>How far the index is.</summary>
    public static long ReadCursor(Database database)
    {
        var row = database.Prepare(SearchSql.Cursor);
        var cursor = row.Step() ? row.Skip(1).Int64() : 0;
        row.Stop();
        return cursor;
    }

    // Names of people and samples are in it, as in the queue's file beside it: nobody else may read it.
    private static void Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(file, options).Dispose();
    }

    private static bool Belongs(string file, string identity, long sequence)
    {
        try
        {
            using var database = Database.OpenUntouched(file);
            if (Number(database, "pragma application_id") != ApplicationId || Number(database, "pragma user_version") != SearchSql.Make)
            {
                return false;
            }

            var row = database.Prepare(SearchSql.Cursor);
            var belongs = row.Step() && row.Text() == identity && row.Int64() <= sequence;
            row.Stop();
            return belongs;
        }
        catch (SqliteException)
        {
            // Damaged, or something else: a new one takes its place.
            return false;
        }
    }

    private static string IdentityOf(Database queue)
    {
        var row = queue.Prepare(SearchSql.Identity);
        var identity = row.Step() ? row.Text() : string.Empty;
        row.Stop();
        return identity;
    }

    private static long Number(Database database, string pragma)
    {
        var row = database.Prepare(pragma);
        var number = row.Step() ? row.Int64() : 0;
        row.Stop();
        return number;
    }
}
