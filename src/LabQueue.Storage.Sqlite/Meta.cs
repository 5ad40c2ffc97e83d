using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite;

/// <summary>The few values that belong to no site.</summary>
internal static class Meta
{
    /// <summary>The highest number that was given out when the file was last written.</summary>
    public static long ReadSequence(Database database)
    {
        var row = database.Prepare("select value from meta where name = 'sequence'");
        var number = row.Step() ? row.Int64() : 0;
        row.Stop();
        return number;
    }

    /// <summary>Writes the highest number given out.</summary>
    public static void WriteSequence(Database database, long number) =>
        database.Prepare("insert into meta (name, value) values ('sequence', ?) on conflict (name) do update set value = excluded.value")
            .Bind(number)
            .Run();
}
