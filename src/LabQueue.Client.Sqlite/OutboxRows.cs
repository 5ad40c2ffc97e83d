using LabQueue.Client.Outbox;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Client.Sqlite;

/// <summary>Reads the rows of an outbox file.</summary>
internal static class OutboxRows
{
    /// <summary>The file's version; 0 for a file without tables.</summary>
    /// <exception cref="OutboxException">A newer version of this library made the file.</exception>
    public static long KnownVersion(Database database, string path)
    {
        var version = Number(database, OutboxSql.ReadVersion);
        return version <= OutboxSql.Version
            ? version
            : throw new OutboxException(
                $"The outbox {path} has version {version}; this program knows versions up to {OutboxSql.Version}.");
    }

    /// <summary>The waiting tasks that were kept first.</summary>
    public static IReadOnlyList<OutboxTask> Next(Database database, int count)
    {
        List<OutboxTask> tasks = [];
        var rows = database.Prepare(OutboxSql.Next).Bind(count);
        while (rows.Step())
        {
            tasks.Add(Task(rows));
        }

        return tasks;
    }

    /// <summary>The refused tasks that were kept first.</summary>
    public static IReadOnlyList<RefusedTask> Refused(Database database, int count)
    {
        List<RefusedTask> tasks = [];
        var rows = database.Prepare(OutboxSql.Refused).Bind(count);
        while (rows.Step())
        {
            tasks.Add(new RefusedTask(Task(rows), rows.Text(), Time(rows.Int64())));
        }

        return tasks;
    }

    /// <summary>When the first waiting task was kept.</summary>
    public static DateTimeOffset? Oldest(Database database)
    {
        var rows = database.Prepare(OutboxSql.Oldest);
        DateTimeOffset? oldest = rows.Step() ? Time(rows.Int64()) : null;
        rows.Stop();
        return oldest;
    }

    /// <summary>What keeps the outbox from sending.</summary>
    public static OutboxBlock? Block(Database database)
    {
        var rows = database.Prepare(OutboxSql.Block);
        var block = rows.Step() ? new OutboxBlock(rows.Text(), rows.Text(), Time(rows.Int64())) : null;
        rows.Stop();
        return block;
    }

    /// <summary>The one number that a statement gives.</summary>
    public static long Number(Database database, string sql)
    {
        var rows = database.Prepare(sql);
        rows.Step();
        var number = rows.Int64();
        rows.Stop();
        return number;
    }

    /// <summary>A time as it is written.</summary>
    public static long Time(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks;

    private static DateTimeOffset Time(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(ticks);

    private static OutboxTask Task(Statement rows) => new(rows.Text(), rows.Text(), rows.Text(), Time(rows.Int64()));
}
