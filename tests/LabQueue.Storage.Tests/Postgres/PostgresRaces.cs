using LabQueue.Engine;
using LabQueue.TestKit.Contract;

namespace LabQueue.Storage.Tests.Postgres;

public sealed class PostgresRaces : TaskStoreRaces
{
    private readonly TestDatabase _database = new();

    protected override Task<IQueueStore> OpenAsync(TimeProvider clock) => _database.OpenStoreAsync(clock, Token);

    protected override Task CleanAsync() => _database.DisposeAsync().AsTask();
}
