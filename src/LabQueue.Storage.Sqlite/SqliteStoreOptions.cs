namespace LabQueue.Storage.Sqlite;

/// <summary>Where the embedded store keeps its data.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Name of the database's file within <see cref="Folder"/>.</summary>
    public const string FileName = "queue.db";

    /// <summary>The data folder; made if it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>Free bytes of the disk below which adds are refused, so that reports still find room. Default 16 MiB.</summary>
    public long ReserveBytes { get; init; } = 16L * 1024 * 1024;

    /// <summary>Connections that read beside the writer. Default 4.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>
    /// Consumers that ended with the process that had the folder before: what they had is taken from them by the first
    /// <see cref="SqliteQueueStore.SweepAsync"/>, and does not wait for the end of its lease.
    /// </summary>
    public IReadOnlyList<string> GoneConsumers { get; init; } = [];

    /// <summary>How long the index for searches rests when it has all; then what came since is taken in at once. Default 0.5 s.</summary>
    internal TimeSpan IndexRest { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The file of the index for searches. It may be deleted while no process has the folder: it is then made anew.</summary>
    public string IndexFile => Path.Combine(Folder, "search.db");

    /// <summary>The database's file.</summary>
    public string File => Path.Combine(Folder, FileName);
}
