using System.Globalization;
using LabQueue.Engine;
using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>The connections of a server.</summary>
internal static class DataSource
{
    private const int OldestMajor = 15;

    // A server that stands still in mid-transaction must not keep the others from a site for ever.
    private const string Limits = "-c lock_timeout=10000 -c idle_in_transaction_session_timeout=15000";

    /// <summary>Makes them.</summary>
    /// <exception cref="QueueStoreException">The connection string is none.</exception>
    public static NpgsqlDataSource Of(PostgresStoreOptions options)
    {
        var given = Read(options.ConnectionString);
        given.ApplicationName ??= "labqueue";
        given.Options = given.Options is { Length: > 0 } own ? $"{Limits} {own}" : Limits;
        SetUnless(given, "Maximum Pool Size", options.Connections);
        SetUnless(given, "Max Auto Prepare", 200);
        SetUnless(given, "Auto Prepare Min Usages", 2);
        SetUnless(given, "No Reset On Close", true);
        SetUnless(given, "Timeout", 5);
        SetUnless(given, "Keepalive", 10);

        // Of several hosts the one that takes writes: after a fail-over the first one may have come back as a standby. Which
        // one that is, is not remembered for long: while it is, nobody finds the one that was just promoted.
        if (given.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            SetUnless(given, "Target Session Attributes", "primary");
            SetUnless(given, "Host Recheck Seconds", 1);
        }

        return new NpgsqlDataSourceBuilder(given.ConnectionString).Build();
    }

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
        if (connection.PostgreSqlVersion.Major < OldestMajor)
        {
            throw new QueueStoreException(
                $"{Name(connection.Host, connection.Database)} is PostgreSQL {connection.PostgreSqlVersion}; LabQueue needs {OldestMajor} or later.",
                isFull: false);
        }
    }

    /// <summary>Says in a sentence why a database could not be opened. Never names a password.</summary>
    public static string Explain(PostgresStoreOptions options, NpgsqlException failure)
    {
        var given = Read(options.ConnectionString);
        var reason = failure is PostgresException refused ? refused.MessageText : failure.InnerException?.Message ?? failure.Message;
        return $"{Name(given.Host, given.Database)} cannot be opened: {reason.TrimEnd('.')}.";
    }

    private static string Name(string? host, string? database) => $"Database '{database}' on '{host}'";

    private static void SetUnless(NpgsqlConnectionStringBuilder given, string key, object value)
    {
        if (!given.ContainsKey(key) || !given.ShouldSerialize(key))
        {
            given[key] = Convert.ToString(value, CultureInfo.InvariantCulture);
        }
    }
}
