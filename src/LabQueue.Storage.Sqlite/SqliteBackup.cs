using System.Globalization;
using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite;

/// <summary>Copies of a queue's file, and the way back.</summary>
public static class SqliteBackup
{
    /// <summary>Writes a consistent copy of a file in use. It appears under its name only when it is whole and on disk.</summary>
    /// <exception cref="QueueStoreException">There is no room for it, or the file cannot be read.</exception>
    public static void Write(string source, string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        var unfinished = target + ".part";
        File.Delete(unfinished);
        try
        {
            // A connection that may only query refuses to write the copy as well.
            using var database = Database.Open(source, readOnly: false, cacheKilobytes: 4_096);
            database.Prepare("vacuum into ?").Bind(unfinished).Run();
        }
        catch (SqliteException failure)
        {
            File.Delete(unfinished);
            throw new QueueStoreException($"{target} cannot be written: {failure.Message}", failure.IsDisk, failure);
        }

        Flush(unfinished);
        File.Move(unfinished, target);
    }

    /// <summary>Puts a copy in the place of a folder's queue, which no process may have open.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="options">The folder.</param>
    /// <param name="force">Replace a queue that is there; it is kept beside as <c>queue.db.before-restore</c>, or with a
    /// number behind it where there is such a file already.</param>
    /// <exception cref="QueueStoreException">The copy is damaged or too new, or the folder has a queue.</exception>
    public static void Restore(string copy, SqliteStoreOptions options, bool force)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(copy);
        Directory.CreateDirectory(options.Folder);
        using var folder = FolderLock.Take(options.Folder);
        if (File.Exists(options.File) && !force)
        {
            throw new QueueStoreException($"{options.Folder} has a queue already; --force replaces it.", isFull: false);
        }

        // A crash leaves the old queue, or none; never a part of the new one under its name.
        var arriving = options.File + ".restoring";
        File.Copy(copy, arriving, overwrite: true);
        Flush(arriving);
        SetAside(options.File);
        File.Move(arriving, options.File);
    }

    private static void Check(string copy)
    {
        if (!File.Exists(copy))
        {
            throw new QueueStoreException($"There is no file {copy}.", isFull: false);
        }

        var (verdict, version) = Examine(copy);
        if (verdict != "ok")
        {
            throw new QueueStoreException($"{copy} is damaged: {verdict}.", isFull: false);
        }

        if (version == 0 || version > SqlMigrator.Newest)
        {
            throw new QueueStoreException(
                $"{copy} has schema {version}; this program takes 1 to {SqlMigrator.Newest}.", isFull: false);
        }
    }

    private static (string Verdict, int Version) Examine(string copy)
    {
        try
        {
            using var database = Database.OpenUntouched(copy);
            var row = database.Prepare("pragma integrity_check");
            var verdict = row.Step() ? row.Text() : "no answer";
            row.Stop();
            return (verdict, SqlMigrator.VersionOf(database));
        }
        catch (SqliteException failure)
        {
            throw new QueueStoreException($"{copy} is no backup, or damaged: {failure.Message}", isFull: false, failure);
        }
    }

    // The log goes too, even where its file is gone: it would be taken for the new file's.
    private static void SetAside(string file)
    {
        string[] suffixes = ["", "-wal", "-shm"];
        var aside = file + ".before-restore";
        for (var number = 2; suffixes.Any(suffix => File.Exists(aside + suffix)); number++)
        {
            aside = string.Create(CultureInfo.InvariantCulture, $"{file}.before-restore-{number}");
        }

        foreach (var suffix in suffixes.Where(suffix => File.Exists(file + suffix)))
        {
            File.Move(file + suffix, aside + suffix);
        }
    }

    private static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
