using System.Data.Common;

namespace LabQueue.Lims.Store;

/// <summary>A transaction on a connection of its own: it has the right to write, or sees the database as it was at one moment.</summary>
/// <param name="connection">The connection.</param>
/// <param name="transaction">The transaction; rolled back where it is not committed.</param>
/// <param name="turn">The right to write, which is given on at the end; null: it only reads, and holds nobody up.</param>
internal sealed class LabTransaction(DbConnection connection, DbTransaction transaction, WriteTurn? turn) : IAsyncDisposable
{
    /// <summary>The connection.</summary>
    public DbConnection Connection => connection;

    /// <summary>The transaction.</summary>
    public DbTransaction Transaction => transaction;

    /// <summary>Whether it may write.</summary>
    public bool MayWrite => turn is not null;

    /// <summary>Whether others are to have the right to write that it has.</summary>
    public bool IsWanted => turn is { IsWanted: true };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
        finally
        {
            turn?.Dispose();
        }
    }
}
