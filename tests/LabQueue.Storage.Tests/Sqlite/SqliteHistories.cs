using LabQueue.Engine;
using LabQueue.Storage.Sqlite;
using LabQueue.TestKit.Contract;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Storage.Tests.Sqlite;

public sealed class SqliteHistories : TaskStoreHistories
{
    private readonly TempFolder _folder = new();

    protected override async Task<IQueueStore> OpenAsync(TimeProvider clock) => await SqliteQueueStore.OpenAsync(
        new SqliteStoreOptions { Folder = _folder }, clock, NullLoggerFactory.Instance, cancellationToken: Token);

    protected override Task CleanAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
