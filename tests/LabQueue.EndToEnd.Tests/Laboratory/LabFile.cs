using LabQueue.EndToEnd.Tests.Running;
using LabQueue.Lims.Audit;
using LabQueue.Lims.Store;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>Looks into the laboratory's database past the laboratory.</summary>
/// <param name="data">The data folder.</param>
/// <param name="store">The connection string, where the laboratory is on PostgreSQL; null: it is in the folder.</param>
internal sealed class LabFile(string data, string? store = null) : IAsyncDisposable
{
    private const string Unfinished =
        """
        select (select count(*) from work where ended is null) + (select count(*) from outbox) + (select count(*) from pending_item)
          + (select count(*) from rights_walk) + (select count(*) from lab_object where state = 'pending_sample' and deleted = 0)
          + (select count(*) from audit a where not exists (select 1 from audit_seal s where s.audit_number = a.number))
        """;

    private readonly ILabDatabase _database = store is null
        ? new SqliteLabDatabase(Path.Combine(data, "lims.db"))
        : new PostgresLabDatabase(new PostgresLabOptions { ConnectionString = store, Connections = 5 });

    /// <summary>Whether something is still to be done: work, locks, the outbox, samples without a number, records without a seal.</summary>
    public async Task<bool> IsAtRestAsync(CancellationToken cancellationToken)
    {
        await using var reader = await ReadAsync(cancellationToken);
        return await reader.ScalarAsync<long>(Unfinished, new { }, cancellationToken) == 0;
    }

    /// <summary>Reads what there is.</summary>
    public async Task<LabFacts> FactsAsync(CancellationToken cancellationToken)
    {
        await using var reader = await ReadAsync(cancellationToken);
        return new LabFacts(
            await RowsAsync<LabFacts.Work>(LabFacts.WorkSql),
            await RowsAsync<LabFacts.Outcome>(LabFacts.OutcomeSql),
            await RowsAsync<LabFacts.Thing>(LabFacts.ThingSql),
            await RowsAsync<LabFacts.Place>(LabFacts.PlaceSql),
            await RowsAsync<LabFacts.Trace>(LabFacts.TraceSql),
            await RowsAsync<string>("select object_uid from pending_item"),
            await RowsAsync<string>("select task_uid from outbox"),
            await RowsAsync<string>(LabFacts.RightsSql));

        Task<IReadOnlyList<T>> RowsAsync<T>(string sql) => reader.QueryAsync<T>(sql, new { }, cancellationToken);
    }

    /// <summary>What the check of the audit trail comes to.</summary>
    public async Task<AuditFinding> AuditAsync(CancellationToken cancellationToken)
    {
        await using var reader = await ReadAsync(cancellationToken);
        return await new AuditVerifier(new AuditHeads(Path.Combine(data, "audit-heads"))).VerifyAsync(reader, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<LabReader> ReadAsync(CancellationToken cancellationToken) =>
        new(await _database.OpenAsync(cancellationToken), null, ServerSetup.Site);
}
