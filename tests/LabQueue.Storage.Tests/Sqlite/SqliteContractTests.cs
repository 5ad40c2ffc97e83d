using LabQueue.Engine;
using LabQueue.TestKit.Contract;

namespace LabQueue.Storage.Tests.Sqlite;

public sealed class SqliteContractTests : TaskStoreContract
{
    private readonly TempFolder _folder = new();

    protected override async Task<IQueueStore> OpenAsync(TimeProvider clock) => await _folder.OpenStoreAsync(clock, Token);

    protected override Task CleanAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
