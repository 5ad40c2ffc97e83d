using LabQueue.Engine;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Administration;

/// <summary>A copy of all data in one file.</summary>
internal static class BackupFile
{
    /// <summary>
    /// Writes it while work goes on. The file holds keys and passwords' hashes, so it is its owner's only; and it
    /// appears when it is whole.
    /// </summary>
    /// <exception cref="IOException">The file is there already, or its folder is not.</exception>
    public static async Task WriteAsync(IQueueStore store, string file, CancellationToken cancellationToken)
    {
        // A crash leaves this folder behind, which nobody else can enter.
        var folder = MakeFolderBeside(file);
        try
        {
            var copy = Path.Combine(folder, "queue.db");
            await store.BackupAsync(copy, cancellationToken);
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

    private static string MakeFolderBeside(string file)
    {
        var parent = Path.GetDirectoryName(file)!;
        if (!Directory.Exists(parent))
        {
            throw new DirectoryNotFoundException($"there is no folder {parent}.");
        }

        var folder = Path.Combine(parent, $".{Path.GetFileName(file)}.{Path.GetRandomFileName()}");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder).FullName
            : Directory.CreateDirectory(folder, DataFolder.FolderMode).FullName;
    }
}
