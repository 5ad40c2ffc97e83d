using System.Net.Sockets;
using Npgsql;

namespace LabQueue.Postgres;

/// <summary>What the database refuses for a reason that passes.</summary>
internal static class PassingTrouble
{
    // Serialization, deadlock and lock time-out; shut down, restarting, starting up, a standby; too many connections; idle too
    // long in a transaction; a table that another server is just making.
    private static readonly HashSet<string> States = new(StringComparer.Ordinal)
    {
        "40001", "40P01", "55P03", "57P01", "57P02", "57P03", "57P05", "25006", "53300", "25P03", "42P07",
    };

    /// <summary>Whether the same may go well in a moment.</summary>
    public static bool Is(Exception exception) => exception switch
    {
        PostgresException refused => States.Contains(refused.SqlState) || refused.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };
}
