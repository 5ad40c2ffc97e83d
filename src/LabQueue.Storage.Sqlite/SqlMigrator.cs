using System.Globalization;
using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite;

/// <summary>Brings a file to the newest schema: numbered scripts, each in a transaction of its own.</summary>
internal static class SqlMigrator
{
    private const string Folder = ".Migrations.";

    /// <summary>The newest schema that this program knows.</summary>
    public static int Newest => Scripts().Max(script => script.Version);

    /// <summary>The schema of a file; 0 for an empty one.</summary>
    public static int VersionOf(Database database)
    {
        var row = database.Prepare("pragma user_version");
        var version = row.Step() ? row.Int32() : 0;
        row.Stop();
        return version;
    }

    /// <summary>Runs the scripts that the file has not seen.</summary>
    /// <returns>The versions gone through, oldest first.</returns>
    /// <exception cref="QueueStoreException">The file is newer than this program.</exception>
    public static IReadOnlyList<int> Migrate(Database database)
    {
        var version = VersionOf(database);
        if (version > Newest)
        {
            throw new QueueStoreException(
                $"The queue's file has schema {version}; this program knows up to {Newest}. Start a newer LabQueue.",
                isFull: false);
        }

        var done = new List<int>();
        foreach (var script in Scripts().Where(script => script.Version > version).OrderBy(script => script.Version))
        {
            database.Execute("begin immediate");
            database.Execute(script.Sql);
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"pragma user_version = {script.Version}"));
            database.Execute("commit");
            done.Add(script.Version);
        }

        return done;
    }

    private static IEnumerable<(int Version, string Sql)> Scripts()
    {
        var assembly = typeof(SqlMigrator).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(Folder, StringComparison.Ordinal)))
        {
            var file = name[(name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..];
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (int.Parse(file.AsSpan(0, 3), CultureInfo.InvariantCulture), reader.ReadToEnd());
        }
    }
}
