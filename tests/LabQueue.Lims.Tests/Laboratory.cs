using Dapper;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.TestKit;

namespace LabQueue.Lims.Tests;

/// <summary>An empty laboratory: in a file of its own, or in a schema of its own where <c>LABQUEUE_LABORATORY</c> is <c>postgres</c>.</summary>
public sealed class Laboratory : IAsyncDisposable
{
    /// <summary>Its site.</summary>
    public const string Site = "senaite";

    private readonly ILabDatabase _database;
    private readonly string _folder;

    private Laboratory(string folder, ILabDatabase database)
    {
        (_folder, _database) = (folder, database);
        Store = new LabStore(_database, Time);
    }

    /// <summary>Whether the laboratories of this run are on PostgreSQL where a test does not say.</summary>
    public static bool IsUsuallyShared => Environment.GetEnvironmentVariable("LABQUEUE_LABORATORY") == "postgres";

    /// <summary>Its clock; stands until it is set.</summary>
    public ManualTimeProvider Time { get; } = new();

    internal LabStore Store { get; }

    internal ILabDatabase Database => _database;

    /// <summary>The folder that it lies in.</summary>
    internal DirectoryInfo Folder => new(_folder);

    /// <summary>Makes one.</summary>
    public static Task<Laboratory> CreateAsync() =>
        CreateAsync(IsUsuallyShared ? new PostgresLabOptions { ConnectionString = PostgresSchema.New() } : null);

    /// <summary>Makes one on PostgreSQL, or in a file where nothing is said of that.</summary>
    internal static async Task<Laboratory> CreateAsync(PostgresLabOptions? shared)
    {
        var folder = Directory.CreateTempSubdirectory("labqueue-lims-").FullName;
        ILabDatabase database = shared is null ? new SqliteLabDatabase(Path.Combine(folder, "lims.db")) : new PostgresLabDatabase(shared);
        var laboratory = new Laboratory(folder, database);
        await laboratory._database.MigrateAsync(TestContext.Current.CancellationToken);
        return laboratory;
    }

    /// <summary>Who decides where a test does not say.</summary>
    internal Origin By(string username = "labmanager") => new(username, Time.GetUtcNow(), "127.0.0.1");

    /// <summary>Changes something and commits.</summary>
    internal async Task<T> ChangeAsync<T>(Func<LabWork, Task<T>> change, Origin? by = null)
    {
        await using var work = await Store.BeginAsync(Site, by ?? By(), TestContext.Current.CancellationToken);
        var result = await change(work);
        await work.CommitAsync(TestContext.Current.CancellationToken);
        return result;
    }

    /// <summary>Reads something.</summary>
    internal async Task<T> ReadAsync<T>(Func<LabReader, Task<T>> read)
    {
        await using var reader = await Store.ReadAsync(Site, TestContext.Current.CancellationToken);
        return await read(reader);
    }

    /// <summary>One object as it is now.</summary>
    internal Task<T?> FindAsync<T>(string uid)
        where T : LabObject =>
        ReadAsync(reader => reader.FindAsync<T>(uid, TestContext.Current.CancellationToken));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_database is PostgresLabDatabase)
        {
            await using var connection = await _database.OpenAsync(CancellationToken.None);
            await connection.ExecuteAsync($"drop schema {await connection.ExecuteScalarAsync<string>("select current_schema()")} cascade");
        }

        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
