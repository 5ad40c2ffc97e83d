using LabQueue.Engine;
using LabQueue.Postgres;
using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>The connections of a server.</summary>
internal static class DataSource
{
    /// <summary>Makes them.</summary>
    /// <exception cref="QueueStoreException">The connection string is none.</exception>
    public static NpgsqlDataSource Of(PostgresStoreOptions options) => PostgresSource.Of(Read(options.ConnectionString), options.Connections);

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="QueueStoreException">It is none.</exception>
    public static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new QueueStoreException(
                $"The store's address is no connection string: {exception.Message}", isFull: false, exception);
        }
    }

    /// <summary>Refuses a server that is too old.</summary>
    public static void RequireVersion(NpgsqlConnection connection)
    {
        if (PostgresSource.FindObstacle(connection) is { } tooOld)
        {
            throw new QueueStoreException(tooOld, isFull: false);
        }
    }

    /// <summary>Says in a sentence why a database could not be opened. Never names a password.</summary>
    public static string Explain(PostgresStoreOptions options, NpgsqlException failure) =>
        PostgresSource.Explain(Read(options.ConnectionString), failure);
}
