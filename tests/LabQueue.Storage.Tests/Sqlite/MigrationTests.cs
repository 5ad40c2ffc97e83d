using System.Globalization;
using LabQueue.Storage.Sqlite;
using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Sqlite;

/// <summary>Files of every schema that was ever released open with today's program.</summary>
/// <remarks>
/// <c>data/schema-00N.db</c> is written once, by the explicit test below, when schema N is released, and never again. Until
/// the first release it is written anew whenever <c>001_create_queue.sql</c> changes.
/// </remarks>
public sealed class MigrationTests : IDisposable
{
    private static readonly string Kept = RepositoryRoot.Combine("tests", "LabQueue.Storage.Tests", "data");

    private readonly ManualTimeProvider _clock = new();
    private readonly TempFolder _folder = new();

    public static TheoryData<int> Versions { get; } = [.. Enumerable.Range(1, SqliteQueueStore.NewestSchema)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_file_of_an_older_schema_opens_with_all_that_is_in_it(int version)
    {
        File.Copy(KeptFile(version), _folder.File("queue.db"));
        _clock.Advance(TimeSpan.FromSeconds(30));

        await using var store = await _folder.OpenStoreAsync(_clock, Token);

        store.Migrated.ShouldBe(Enumerable.Range(version + 1, SqliteQueueStore.NewestSchema - version));
        await StoredExample.CheckAsync(store, _clock, Token);
    }

    [Fact(Explicit = true)]
    public async Task Write_the_file_of_the_newest_schema()
    {
        await using (var store = await _folder.OpenStoreAsync(_clock, Token))
        {
            await StoredExample.WriteAsync(store, _clock, Token);
            Directory.CreateDirectory(Kept);
            File.Delete(KeptFile(SqliteQueueStore.NewestSchema));
            await store.BackupAsync(KeptFile(SqliteQueueStore.NewestSchema), Token);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string KeptFile(int version) =>
        Path.Combine(Kept, string.Create(CultureInfo.InvariantCulture, $"schema-{version:D3}.db"));
}
