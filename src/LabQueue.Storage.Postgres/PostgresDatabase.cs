using LabQueue.Engine;
using LabQueue.Postgres;
using LabQueue.Schema;
using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>Looks at a database without opening it as a store.</summary>
public static class PostgresDatabase
{
    /// <summary>Whether a text is a connection string that names a server.</summary>
    public static bool IsAddress(string connectionString)
    {
        try
        {
            return DataSource.Read(connectionString).Host is { Length: > 0 };
        }
        catch (QueueStoreException)
        {
            return false;
        }
    }

    /// <summary>What a database is, and which schema it has.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">The clock with which its own is compared.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="QueueStoreException">It cannot be reached, or is too old.</exception>
    public static async Task<PostgresDescription> DescribeAsync(
        PostgresStoreOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        await using var source = DataSource.Of(options);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            DataSource.RequireVersion(connection);
            var schema = await PostgresMigrator.VersionAsync(connection, cancellationToken);
            await using var clock = new NpgsqlCommand("select clock_timestamp()", connection);
            var theirs = await clock.ExecuteScalarAsync(cancellationToken) as DateTime? ?? default;
            return new PostgresDescription(
                $"PostgreSQL {connection.PostgreSqlVersion}",
                schema.Version,
                schema.IsFor(SchemaScript.Newest),
                SchemaScript.Newest,
                time.GetUtcNow() - new DateTimeOffset(theirs));
        }
        catch (NpgsqlException failure)
        {
            throw new QueueStoreException(DataSource.Explain(options, failure), isFull: false, failure);
        }
    }
}
