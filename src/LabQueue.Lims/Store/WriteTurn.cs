using System.Data.Common;

namespace LabQueue.Lims.Store;

/// <summary>The right to write, for one transaction.</summary>
/// <param name="connection">The connection.</param>
/// <param name="transaction">The transaction; rolled back where it is not committed.</param>
/// <param name="release">Gives the right on.</param>
internal sealed class WriteTurn(DbConnection connection, DbTransaction transaction, IDisposable? release) : IAsyncDisposable
{
    /// <summary>The connection.</summary>
    public DbConnection Connection => connection;

    /// <summary>The transaction.</summary>
    public DbTransaction Transaction => transaction;

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
            release?.Dispose();
        }
    }
}
