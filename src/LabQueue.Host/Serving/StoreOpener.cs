using LabQueue.Engine;
using LabQueue.Host.Configuration;
using LabQueue.Storage.Postgres;
using LabQueue.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace LabQueue.Host.Serving;

/// <summary>Opens the store of a data folder, or the one that several servers share.</summary>
internal static class StoreOpener
{
    /// <summary>Opens it, and makes it where it is missing.</summary>
    /// <exception cref="QueueStoreException">Another process has it open, it cannot be read, or it is gone.</exception>
    public static async Task<IQueueStore> OpenAsync(
        StoreChoice store, DataFolder data, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        data.Create();
        if (store.Postgres is { } shared)
        {
            return await PostgresQueueStore.OpenAsync(shared, time, logs, metrics: null, cancellationToken);
        }

        if (data.FindLoss() is { } loss)
        {
            throw new QueueStoreException(loss, isFull: false);
        }

        data.CreateDatabase();
        var options = new SqliteStoreOptions { Folder = data.Path, GoneConsumers = data.FindGoneConsumers() };
        return await SqliteQueueStore.OpenAsync(options, time, logs, metrics: null, cancellationToken);
    }
}
