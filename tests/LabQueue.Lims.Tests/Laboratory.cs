using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.TestKit;

namespace LabQueue.Lims.Tests;

/// <summary>An empty laboratory in a file of its own.</summary>
public sealed class Laboratory : IAsyncDisposable
{
    /// <summary>Its site.</summary>
    public const string Site = "senaite";

    private readonly SqliteLabDatabase _database;
    private readonly string _folder;

    private Laboratory(string folder)
    {
        _folder = folder;
        _database = new SqliteLabDatabase(Path.Combine(folder, "lims.db"));
        Store = new LabStore(_database, Time);
    }

    /// <summary>Its clock; stands until it is set.</summary>
    public ManualTimeProvider Time { get; } = new();

    internal LabStore Store { get; }

    internal ILabDatabase Database => _database;

    /// <summary>The folder that it lies in.</summary>
    internal DirectoryInfo Folder => new(_folder);

    /// <summary>Makes one.</summary>
    public static async Task<Laboratory> CreateAsync()
    {
        var laboratory = new Laboratory(Directory.CreateTempSubdirectory("labqueue-lims-").FullName);
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
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
