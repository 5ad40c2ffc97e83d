using LabQueue.Engine;
using LabQueue.TestKit.Contract;

namespace LabQueue.Storage.Tests.Postgres;

public sealed class PostgresHistories : TaskStoreHistories
{
    private readonly TestDatabase _database = new();

    // Each opens the store anew several times, which takes longer than with a file.
    protected override int Histories => 80;

    protected override Task<IQueueStore> OpenAsync(TimeProvider clock) => _database.OpenStoreAsync(clock, Token);

    protected override Task CleanAsync() => _database.DisposeAsync().AsTask();
}
