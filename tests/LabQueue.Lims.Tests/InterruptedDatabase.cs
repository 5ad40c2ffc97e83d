using System.Data.Common;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Tests;

/// <summary>A laboratory's database in which something else happens just before, or just after, the right to write is given.</summary>
internal sealed class InterruptedDatabase(ILabDatabase database) : ILabDatabase
{
    /// <summary>Happens once, before the next turn: what was read on a snapshot by then may be so no more.</summary>
    public Func<Task>? BeforeTurn { get; set; }

    /// <summary>Happens once, in the next turn.</summary>
    public Func<Task>? InTurn { get; set; }

    /// <inheritdoc/>
    public string Description => database.Description;

    /// <inheritdoc/>
    public ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<LabTransaction> BeginWriteAsync(string site, bool isPerson, CancellationToken cancellationToken)
    {
        var before = BeforeTurn;
        BeforeTurn = null;
        await (before?.Invoke() ?? Task.CompletedTask);
        var transaction = await database.BeginWriteAsync(site, isPerson, cancellationToken);
        var during = InTurn;
        InTurn = null;
        await (during?.Invoke() ?? Task.CompletedTask);
        return transaction;
    }

    /// <inheritdoc/>
    public ValueTask<LabTransaction> BeginSnapshotAsync(CancellationToken cancellationToken) =>
        database.BeginSnapshotAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<int> SchemaAsync(CancellationToken cancellationToken) => database.SchemaAsync(cancellationToken);

    /// <inheritdoc/>
    public Task MigrateAsync(CancellationToken cancellationToken) => database.MigrateAsync(cancellationToken);

    /// <inheritdoc/>
    public bool IsConflict(DbException trouble) => database.IsConflict(trouble);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => database.DisposeAsync();
}
