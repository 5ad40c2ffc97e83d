using LabQueue.Engine;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Administration;

/// <summary>A copy of all data in one file.</summary>
internal static class BackupFile
{
    private const string FolderPrefix = ".labqueue-backup-";
    private const string LockName = "lock";

    /// <summary>The file beside it that has the laboratory, where there is one.</summary>
    public static string OfLaboratory(string file) => file + ".lims";

    /// <summary>
    /// Writes it while work goes on. The file holds keys and passwords' hashes, so it is its owner's only; and it
    /// appears when it is whole.
    /// </summary>
    /// <exception cref="IOException">The file is there already, or its folder is not.</exception>
    /// <exception cref="QueueStoreException">There is no room for it.</exception>
    public static async Task WriteAsync(IQueueStore store, string file, CancellationToken cancellationToken)
    {
        var parent = Path.GetDirectoryName(file)!;
        if (!Directory.Exists(parent))
        {
            throw new DirectoryNotFoundException($"there is no folder {parent}.");
        }

        if (Directory.Exists(file))
        {
            throw new IOException($"{file} is a folder; name a file in it.");
        }

        SweepUp(parent);
        var folder = MakeFolder(parent);
        try
        {
            using var working = Hold(folder);
            var copy = Path.Combine(folder, "queue.db");
            await CopyAsync(store, copy, file, cancellationToken);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(copy, DataFolder.SecretMode);
            }

            File.Move(copy, file, overwrite: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CopyAsync(IQueueStore store, string copy, string file, CancellationToken cancellationToken)
    {
        try
        {
            await store.BackupAsync(copy, cancellationToken);
        }
        catch (QueueStoreException refused)
        {
            throw new QueueStoreException(refused.Message.Replace(copy, file, StringComparison.Ordinal), refused.IsFull, refused);
        }
    }

    // Nobody else can enter it.
    private static string MakeFolder(string parent)
    {
        var folder = Path.Combine(parent, FolderPrefix + Path.GetRandomFileName());
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder).FullName
            : Directory.CreateDirectory(folder, DataFolder.FolderMode).FullName;
    }

    // The system lets go when the process ends, however it ends: so it is seen whether a folder is still worked in.
    private static FileStream Hold(string folder) =>
        new(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    // What a server that was killed while it wrote a backup has left.
    private static void SweepUp(string parent)
    {
        foreach (var folder in Directory.GetDirectories(parent, FolderPrefix + "*"))
        {
            try
            {
                Hold(folder).Dispose();
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                // It is being worked in, or somebody else's.
            }
        }
    }
}
