using LabQueue.Schema;
using Npgsql;

namespace LabQueue.Postgres;

/// <summary>Brings a database to the newest schema: numbered scripts, all in one transaction, whoever starts at the same time.</summary>
/// <param name="folder">The folder of this assembly's scripts.</param>
/// <param name="refused">What to throw with a sentence where the database cannot be used.</param>
internal sealed class PostgresMigrator(string folder, Func<string, Exception> refused)
{
    /// <summary>Number of the advisory lock under which the schema is changed; any number that is ours.</summary>
    public const long Lock = 0x4C616251_0001;

    private const string Exists = "select to_regclass('labqueue') is not null";

    /// <summary>The schema of a database; 0 for one that has nothing of ours.</summary>
    public static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand(Exists, connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return 0;
        }

        await using var version = new NpgsqlCommand("select version from labqueue", connection);
        return await version.ExecuteScalarAsync(cancellationToken) as int? ?? 0;
    }

    /// <summary>Runs the scripts that the database has not seen.</summary>
    /// <returns>The versions gone through, oldest first.</returns>
    public async Task<IReadOnlyList<int>> MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (PostgresSource.FindObstacle(connection) is { } tooOld)
        {
            throw refused(tooOld);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, $"select pg_advisory_xact_lock({Lock})", cancellationToken);
        await MakeSchemaAsync(connection, cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        var newest = SchemaScript.NewestIn(folder);
        if (version > newest)
        {
            throw refused(
                $"Database '{connection.Database}' has schema {version}; this program knows up to {newest}. Start a newer LabQueue.");
        }

        var done = new List<int>();
        foreach (var script in SchemaScript.After(version, folder))
        {
            await RunAsync(connection, script.Sql, cancellationToken);
            done.Add(script.Version);
        }

        if (done.Count > 0)
        {
            await RunAsync(
                connection,
                $"create table if not exists labqueue (version integer not null); delete from labqueue; insert into labqueue values ({done[^1]})",
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return done;
    }

    // A search path of the connection string may name a schema of our own that is not there yet.
    private static async Task MakeSchemaAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var current = new NpgsqlCommand("select current_schema()", connection);
        var wanted = new NpgsqlConnectionStringBuilder(connection.ConnectionString).SearchPath?.Split(',')[0].Trim();
        if (await current.ExecuteScalarAsync(cancellationToken) is not string && wanted is { Length: > 0 })
        {
            await RunAsync(connection, $"create schema if not exists {wanted}", cancellationToken);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
