using LabQueue.Host.Configuration;
using LabQueue.Lims.Store;

namespace LabQueue.Host.Serving;

/// <summary>Where a laboratory is kept: in a file of the data folder, or in the database that servers share.</summary>
/// <param name="Store">The kind of store.</param>
/// <param name="Data">The data folder, which has the rest.</param>
internal sealed record LabPlace(StoreChoice Store, DataFolder Data)
{
    /// <summary>The newest schema of that kind that this program knows.</summary>
    public int NewestSchema => Store.Postgres is null ? SqliteLabDatabase.NewestSchema : PostgresLabDatabase.NewestSchema;

    /// <summary>The database, made or not.</summary>
    public ILabDatabase Database() => Store.Postgres is { } shared
        ? new PostgresLabDatabase(new PostgresLabOptions { ConnectionString = shared.ConnectionString, TaskTurn = Store.TaskTurn })
        : new SqliteLabDatabase(Data.Laboratory);

    /// <summary>Whether there is a laboratory.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        if (Store.Postgres is null)
        {
            return File.Exists(Data.Laboratory);
        }

        await using var database = Database();
        return await database.SchemaAsync(cancellationToken) > 0;
    }

    /// <summary>Opens it, and makes it where it is missing.</summary>
    public async Task<ILabDatabase> OpenAsync(CancellationToken cancellationToken)
    {
        if (Store.Postgres is null)
        {
            Data.CreateLaboratory();
        }

        var database = Database();
        try
        {
            await database.MigrateAsync(cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }
}
