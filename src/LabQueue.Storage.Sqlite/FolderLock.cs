using System.Globalization;
using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite;

/// <summary>Holds a data folder for one process. The system lets go when the process ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the folder.</summary>
    /// <exception cref="QueueStoreException">Another process has it.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, "queue.lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new FolderLock(file);
        }
        catch (IOException taken)
        {
            throw new QueueStoreException(
                $"The queue in {folder} is open in another process. One process at a time may have it; stop that one first.",
                isFull: false,
                taken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
