using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite;

/// <summary>Copies of a queue's file, and the way back.</summary>
public static class SqliteBackup
{
    /// <summary>Writes a consistent copy of a file in use. It appears under its name only when it is whole and on disk.</summary>
    public static void Write(string source, string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        var unfinished = target + ".part";
        File.Delete(unfinished);
        using (var database = Database.Open(source, readOnly: true, cacheKilobytes: 4_096))
        {
            database.Prepare("vacuum into ?").Bind(unfinished).Run();
        }

        using (var copy = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
        {
            copy.Flush(flushToDisk: true);
        }

        File.Move(unfinished, target);
    }

    /// <summary>Puts a copy in the place of a folder's queue, which no process may have open.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="options">The folder.</param>
    /// <param name="force">Replace a queue that is there; it is kept beside as <c>queue.db.before-restore</c>.</param>
    /// <exception cref="QueueStoreException">The copy is damaged or too new, or the folder has a queue.</exception>
    public static void Restore(string copy, SqliteStoreOptions options, bool force)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(copy);
        Directory.CreateDirectory(options.Folder);
        using var folder = FolderLock.Take(options.Folder);
        if (File.Exists(options.File))
        {
            if (!force)
            {
                throw new QueueStoreException($"{options.Folder} has a queue already; --force replaces it.", isFull: false);
            }

            SetAside(options.File);
        }

        File.Copy(copy, options.File);
    }

    private static void Check(string copy)
    {
        if (!File.Exists(copy))
        {
            throw new QueueStoreException($"There is no file {copy}.", isFull: false);
        }

        using var database = Database.OpenUntouched(copy);
        var row = database.Prepare("pragma integrity_check");
        var verdict = row.Step() ? row.Text() : "no answer";
        row.Stop();
        if (verdict != "ok")
        {
            throw new QueueStoreException($"{copy} is damaged: {verdict}.", isFull: false);
        }

        var version = SqlMigrator.VersionOf(database);
        if (version == 0 || version > SqlMigrator.Newest)
        {
            throw new QueueStoreException(
                $"{copy} has schema {version}; this program takes 1 to {SqlMigrator.Newest}.", isFull: false);
        }
    }

    private static void SetAside(string file)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"])
        {
            if (File.Exists(file + suffix))
            {
                File.Move(file + suffix, $"{file}.before-restore{suffix}", overwrite: true);
            }
        }
    }
}
