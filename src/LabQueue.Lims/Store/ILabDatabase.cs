using System.Data.Common;

namespace LabQueue.Lims.Store;

/// <summary>What differs between the databases that the laboratory can live in. The statements are the same.</summary>
internal interface ILabDatabase : IAsyncDisposable
{
    /// <summary>What it is, such as <c>SQLite 3.40.1 (libsqlite3.so.0)</c>.</summary>
    string Description { get; }

    /// <summary>Opens a connection to read by.</summary>
    ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Waits for the right to write, and opens a connection with a transaction that has it.</summary>
    /// <param name="site">Whose laboratory is to be changed, and no other.</param>
    /// <param name="isPerson">A person waits for it: people go before tasks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<LabTransaction> BeginWriteAsync(string site, bool isPerson, CancellationToken cancellationToken);

    /// <summary>Opens a connection with a transaction that sees the database as it is at its first statement, and holds nobody up.</summary>
    ValueTask<LabTransaction> BeginSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>The schema that it has; 0: there is no laboratory in it.</summary>
    Task<int> SchemaAsync(CancellationToken cancellationToken);

    /// <summary>Brings the database to the newest schema.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Whether the trouble is that somebody else was faster, so that the work may be tried again.</summary>
    bool IsConflict(DbException trouble);
}
