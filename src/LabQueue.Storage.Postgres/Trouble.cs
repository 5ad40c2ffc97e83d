using System.Net.Sockets;
using LabQueue.Engine;
using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>What the database's refusals mean.</summary>
internal static class Trouble
{
    // Serialization, deadlock and lock time-out; shut down, restarting, starting up, a standby; too many connections; idle too
    // long in a transaction; a table that another server is just making.
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "40001", "40P01", "55P03", "57P01", "57P02", "57P03", "57P05", "25006", "53300", "25P03", "42P07",
    };

    /// <summary>Whether the same may go well in a moment.</summary>
    public static bool IsPassing(Exception exception) => exception switch
    {
        PostgresException refused => Passing.Contains(refused.SqlState) || refused.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether it may be what one call asked for that was refused, and not the database that is in trouble.</summary>
    public static bool IsOfOne(PostgresException refused) => !IsPassing(refused) && refused.SqlState is not PostgresErrorCodes.DiskFull;

    /// <summary>The same for whoever asked, as a sentence for the operator.</summary>
    public static QueueStoreException Tell(NpgsqlException failure)
    {
        var isFull = failure.SqlState is PostgresErrorCodes.DiskFull;
        var message = isFull ? "There is no room on the database's disk."
            : failure is PostgresException refused && !IsPassing(refused) ? "The database refused the call."
            : "The database cannot be reached.";
        return new QueueStoreException(message, isFull, failure);
    }
}
