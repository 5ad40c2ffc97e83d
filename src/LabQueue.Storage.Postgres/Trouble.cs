using LabQueue.Engine;
using LabQueue.Postgres;
using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>What the database's refusals mean.</summary>
internal static class Trouble
{
    /// <summary>Whether the same may go well in a moment.</summary>
    public static bool IsPassing(Exception exception) => PassingTrouble.Is(exception);

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
