using LabQueue.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Storage.Tests.Sqlite;

/// <summary>A data folder of a test, removed with it.</summary>
internal sealed class TempFolder : IDisposable
{
    // In memory where the system has such a disk: what a crash leaves on a real one is for other tests.
    private const string MemoryDisk = "/dev/shm";

    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.Exists(MemoryDisk)
        ? Directory.CreateDirectory(System.IO.Path.Combine(MemoryDisk, $"labqueue-test-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("labqueue-test-").FullName;

    public static implicit operator string(TempFolder folder) => folder.Path;

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens the store in it.</summary>
    public Task<SqliteQueueStore> OpenStoreAsync(
        TimeProvider clock, CancellationToken cancellationToken, params IReadOnlyList<string> goneConsumers) =>
        SqliteQueueStore.OpenAsync(
            new SqliteStoreOptions { Folder = Path, GoneConsumers = goneConsumers, IndexRest = TimeSpan.FromMilliseconds(1) },
            clock,
            NullLoggerFactory.Instance,
            cancellationToken: cancellationToken);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
