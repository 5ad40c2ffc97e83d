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

    // Databases of the first versions lack the second column, which the next migration adds.
    private const string Read = "select version, coalesce((to_jsonb(labqueue) ->> 'compatible_from')::integer, version) from labqueue";

    private const string Write =
        """
        create table if not exists labqueue (version integer not null);
        alter table labqueue add column if not exists compatible_from integer;
        delete from labqueue;
        """;

    /// <summary>The schema of a database.</summary>
    public static async Task<SchemaVersion> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand(Exists, connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return SchemaVersion.None;
        }

        await using var version = new NpgsqlCommand(Read, connection);
        await using var reader = await version.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new SchemaVersion(reader.GetInt32(0), reader.GetInt32(1))
            : SchemaVersion.None;
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
        var found = await VersionAsync(connection, cancellationToken);
        var newest = SchemaScript.NewestIn(folder);
        if (!found.IsFor(newest))
        {
            throw refused(
                $"Database '{connection.Database}' has schema {found.Version}, for programs that know {found.CompatibleFrom} or later; "
                + $"this program knows up to {newest}. Start a newer LabQueue.");
        }

        SchemaScript[] scripts = [.. SchemaScript.After(found.Version, folder)];
        foreach (var script in scripts)
        {
            await RunAsync(connection, script.Sql, cancellationToken);
        }

        if (scripts is [.., var last])
        {
            var compatibleFrom = Math.Max(found.CompatibleFrom, scripts.Max(script => script.CompatibleFrom));
            await RunAsync(
                connection,
                $"{Write} insert into labqueue (version, compatible_from) values ({last.Version}, {compatibleFrom})",
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return [.. scripts.Select(script => script.Version)];
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
        // It may have to rewrite millions of rows.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
