using System.Globalization;
using Npgsql;

namespace LabQueue.Postgres;

/// <summary>The connections of a process to a database that others use as well.</summary>
internal static class PostgresSource
{
    private const int OldestMajor = 15;

    // A process that stands still in mid-transaction, or is cut off there, must not keep the others from a site for long.
    private const string Limits = "-c lock_timeout=10000 -c idle_in_transaction_session_timeout=8000";

    // A plan that is kept from when a table had a page reads all of a site when it has thousands, so each is made for the table as it is.
    // Statements have their indexes, and are too short for compiled code.
    private const string Plans = "-c plan_cache_mode=force_custom_plan -c enable_seqscan=off -c jit=off";

    /// <summary>Makes them.</summary>
    /// <param name="given">What the operator said, which goes before what is usual here.</param>
    /// <param name="connections">How many at most.</param>
    public static NpgsqlDataSource Of(NpgsqlConnectionStringBuilder given, int connections)
    {
        given.ApplicationName ??= "labqueue";
        given.Options = $"{Limits} {Plans} {given.Options}".TrimEnd();
        SetUnless(given, "Maximum Pool Size", connections);
        SetUnless(given, "Max Auto Prepare", 200);
        SetUnless(given, "Auto Prepare Min Usages", 2);
        SetUnless(given, "No Reset On Close", true);
        SetUnless(given, "Timeout", 5);
        SetUnless(given, "Keepalive", 10);

        // A line that fell silent is given up; all but changes of the schema is a matter of milliseconds.
        SetUnless(given, "Command Timeout", 10);

        // Of several hosts the one that takes writes: after a fail-over the first one may have come back as a standby. Which
        // one that is, is not remembered for long: while it is, nobody finds the one that was just promoted.
        if (given.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            SetUnless(given, "Target Session Attributes", "primary");
            SetUnless(given, "Host Recheck Seconds", 1);
        }

        return new NpgsqlDataSourceBuilder(given.ConnectionString).Build();
    }

    /// <summary>Says in a sentence why a server cannot be used; null: it can.</summary>
    public static string? FindObstacle(NpgsqlConnection connection) =>
        connection.PostgreSqlVersion.Major < OldestMajor
            ? $"{Name(connection.Host, connection.Database)} is PostgreSQL {connection.PostgreSqlVersion}; LabQueue needs {OldestMajor} or later."
            : null;

    /// <summary>Says in a sentence why a database could not be opened. Never names a password.</summary>
    public static string Explain(NpgsqlConnectionStringBuilder given, NpgsqlException failure)
    {
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
