using System.Globalization;
using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;
using LabQueue.Storage.Sqlite.Search;

namespace LabQueue.Storage.Sqlite;

/// <summary>Copies of a queue's file, and the way back.</summary>
public static class SqliteBackup
{
    private static readonly string[] LogSuffixes = ["-wal", "-shm"];

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
    /// <exception cref="QueueStoreException">The copy is damaged, too new or no queue at all, or the folder has a queue.</exception>
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

        // A crash leaves the old queue or the new one, whole, and never a part of one or none.
        var arriving = options.File + ".restoring";
        File.Copy(copy, arriving, overwrite: true);
        Flush(arriving);
        var aside = NameAside(options.File);
        BringLogIn(options.File);
        SetLogAside(options.File, aside);
        SearchFile.Delete(options.IndexFile);
        if (File.Exists(options.File))
        {
            File.Replace(arriving, options.File, aside);
        }
        else
        {
            File.Move(arriving, options.File);
        }
    }

    private static void Check(string copy)
    {
        if (!File.Exists(copy))
        {
            throw new QueueStoreException($"There is no file {copy}.", isFull: false);
        }

        if (SqliteFile.Complaint(copy) is { } complaint)
        {
            throw new QueueStoreException(complaint, isFull: false);
        }
    }

    // What the old queue did last is in its log. Once that is in the file, the file alone is all of it.
    private static void BringLogIn(string file)
    {
        if (!File.Exists(file))
        {
            return;
        }

        try
        {
            using var database = Database.Open(file, readOnly: false, cacheKilobytes: 4_096);
            database.Execute("pragma wal_checkpoint(truncate)");
        }
        catch (SqliteException)
        {
            // It is damaged, which may be why a backup takes its place; it is kept as it is, and its log beside it.
        }
    }

    // A log that is left, even where its file is gone, would be taken for the new file's.
    private static void SetLogAside(string file, string aside)
    {
        foreach (var suffix in LogSuffixes.Where(suffix => File.Exists(file + suffix)))
        {
            File.Move(file + suffix, aside + suffix);
        }
    }

    private static string NameAside(string file)
    {
        var aside = file + ".before-restore";
        for (var number = 2; File.Exists(aside) || LogSuffixes.Any(suffix => File.Exists(aside + suffix)); number++)
        {
            aside = string.Create(CultureInfo.InvariantCulture, $"{file}.before-restore-{number}");
        }

        return aside;
    }

    private static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
