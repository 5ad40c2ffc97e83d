using System.Globalization;
using LabQueue.Schema;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite;

/// <summary>Brings a file to the newest schema: numbered scripts, each in a transaction of its own.</summary>
internal static class SqlMigrator
{
    // "LabQ"; by it a queue is told from any other database.
    private const int ApplicationId = 0x4C616251;

    /// <summary>The newest schema that this program knows.</summary>
    public static int Newest => SchemaScript.Newest;

    /// <summary>The schema of a file; 0 for an empty one.</summary>
    public static int VersionOf(Database database) => Number(database, "pragma user_version");

    /// <summary>Says in a sentence why a file is no queue that this program can open; null: it is one, or is empty.</summary>
    public static string? Complaint(Database database, string file)
    {
        var version = VersionOf(database);
        return version > Newest ? $"{file} has schema {version}; this program knows up to {Newest}. Start a newer LabQueue."
            : version > 0 && Number(database, "pragma application_id") != ApplicationId ? $"{file} is no queue of LabQueue."
            : null;
    }

    /// <summary>Runs the scripts that the file has not seen.</summary>
    /// <returns>The versions gone through, oldest first.</returns>
    public static IReadOnlyList<int> Migrate(Database database)
    {
        var done = new List<int>();
        foreach (var script in SchemaScript.After(VersionOf(database)))
        {
            database.Execute("begin immediate");
            database.Execute(script.Sql);
            database.Execute(string.Create(
                CultureInfo.InvariantCulture, $"pragma application_id = {ApplicationId}; pragma user_version = {script.Version}"));
            database.Execute("commit");
            done.Add(script.Version);
        }

        return done;
    }

    private static int Number(Database database, string pragma)
    {
        var row = database.Prepare(pragma);
        var number = row.Step() ? row.Int32() : 0;
        row.Stop();
        return number;
    }
}
