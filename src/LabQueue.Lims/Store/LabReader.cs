using System.Data.Common;
using Dapper;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Store;

/// <summary>Reads a site's laboratory. For one caller at a time.</summary>
/// <param name="connection">The connection; disposed of with this.</param>
/// <param name="transaction">The transaction to read in; null: none, so that each statement sees what is committed by then.</param>
/// <param name="site">The site.</param>
internal class LabReader(DbConnection connection, DbTransaction? transaction, string site) : IAsyncDisposable
{
    private const int MostOfRareWord = 500;

    // SQLite takes 32,766 values in a statement.
    private const int MostUids = 5_000;

    /// <summary>The site.</summary>
    public string Site => site;

    /// <summary>The connection, for statements of other folders.</summary>
    public DbConnection Connection { get; private protected set; } = connection;

    /// <summary>The transaction that such statements belong to.</summary>
    public DbTransaction? Transaction { get; private protected set; } = transaction;

    /// <summary>One object; null where there is none of that uid, or none of that type.</summary>
    public async Task<T?> FindAsync<T>(string? uid, CancellationToken cancellationToken)
        where T : LabObject =>
        uid is null ? null : await FindAsync<T>([uid], cancellationToken) is [var found] ? found : null;

    /// <summary>One object that has to be there, because another one names it.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public async Task<T> GetAsync<T>(string uid, CancellationToken cancellationToken)
        where T : LabObject =>
        await FindAsync<T>(uid, cancellationToken) ?? throw new InvalidDataException($"There is no {typeof(T).Name} {uid}.");

    /// <summary>Objects in the order of their uids. Those that are not there, or are of another type, are left out.</summary>
    public virtual async Task<IReadOnlyList<T>> FindAsync<T>(IReadOnlyList<string> uids, CancellationToken cancellationToken)
        where T : LabObject
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var part in uids.Distinct(StringComparer.Ordinal).Chunk(MostUids))
        {
            foreach (var row in await QueryAsync<LabRow>(ObjectSql.Find, new { site, uids = part }, cancellationToken))
            {
                if (row.ToObject() is T value)
                {
                    found[value.Uid] = value;
                }
            }
        }

        return [.. uids.Distinct(StringComparer.Ordinal).Select(uid => found.GetValueOrDefault(uid)).OfType<T>()];
    }

    /// <summary>The object at an address, such as <c>/senaite/worksheets/WS-001</c>; null where there is none.</summary>
    public virtual async Task<LabObject?> FindPathAsync(string path, CancellationToken cancellationToken) =>
        await QueryAsync<LabRow>(ObjectSql.FindPath, new { site, path }, cancellationToken) is [var row] ? row.ToObject() : null;

    /// <summary>A page of a list.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(LabQuery query, CancellationToken cancellationToken)
        where T : LabObject
    {
        var types = query.Types.Count > 0 ? query.Types : typeof(T) == typeof(LabObject) ? [] : LabTypes.NamesOf(typeof(T));
        var (sql, values) = QuerySql.List(site, await WithRareWordAsync(query with { Types = types }, cancellationToken));
        return [.. (await QueryAsync<LabRow>(sql, values, cancellationToken)).Select(row => row.ToObject()).OfType<T>()];
    }

    /// <summary>
    /// The same list, looked for among the few objects that have its rarest word, where one is rare: what has a common word is
    /// found soon in any order, what has a rare one would be searched for from end to end.
    /// </summary>
    public async Task<LabQuery> WithRareWordAsync(LabQuery query, CancellationToken cancellationToken)
    {
        if (query.Words.Count == 0 || query.Among is not null || query.Uids.Count > 0)
        {
            return query;
        }

        IReadOnlyList<string>? fewest = null;
        foreach (var word in query.Words)
        {
            var values = new { site, word, word_end = word + char.MaxValue, limit = MostOfRareWord + 1 };
            var found = await QueryAsync<string>(QuerySql.OfWord, values, cancellationToken);
            fewest = found.Count <= MostOfRareWord && found.Count < (fewest?.Count ?? int.MaxValue) ? found : fewest;
        }

        return query with { Among = fewest };
    }

    /// <summary>How many objects a list has in all. It reads an index from end to end, so only answers that must name it ask.</summary>
    public Task<long> CountAsync(LabQuery query, CancellationToken cancellationToken)
    {
        var (sql, values) = QuerySql.Count(site, query);
        return ScalarAsync<long>(sql, values, cancellationToken);
    }

    /// <summary>The laboratory's settings.</summary>
    public async Task<Setup> SetupAsync(CancellationToken cancellationToken) =>
        await FindPathAsync(LabPath.Setup(site), cancellationToken) as Setup ?? new Setup();

    /// <summary>A worksheet's rows, by slot and then by order.</summary>
    public virtual async Task<IReadOnlyList<SlotRow>> SlotsAsync(string worksheetUid, CancellationToken cancellationToken) =>
        await QueryAsync<SlotRow>(ObjectSql.Slots, new { site, worksheet_uid = worksheetUid }, cancellationToken);

    /// <summary>How many analyses of a worksheet are in each state.</summary>
    public virtual Task<StateTally> TallyWorksheetAsync(string uid, CancellationToken cancellationToken) =>
        TallyAsync(ObjectSql.TallyWorksheet, uid, cancellationToken);

    /// <summary>How many routine analyses of a sample are in each state.</summary>
    public virtual Task<StateTally> TallySampleAsync(string uid, CancellationToken cancellationToken) =>
        TallyAsync(ObjectSql.TallySample, uid, cancellationToken);

    /// <summary>Rows of a statement.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object values, CancellationToken cancellationToken) =>
        (await Connection.QueryAsync<T>(Command(sql, values, cancellationToken))).AsList();

    /// <summary>The first value of a statement's first row.</summary>
    public async Task<T> ScalarAsync<T>(string sql, object values, CancellationToken cancellationToken) =>
        (await Connection.ExecuteScalarAsync<T>(Command(sql, values, cancellationToken)))!;

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A statement of this transaction.</summary>
    protected CommandDefinition Command(string sql, object values, CancellationToken cancellationToken) =>
        new(SqlDialect.Of(Connection, sql), values, Transaction, cancellationToken: cancellationToken);

    private async Task<StateTally> TallyAsync(string sql, string uid, CancellationToken cancellationToken) =>
        new((await QueryAsync<StateCount>(sql, new { site, uid }, cancellationToken))
            .ToDictionary(row => row.State, row => (int)row.Count, StringComparer.Ordinal));

    // With properties, not a constructor: a worksheet without analyses has no row to take the types of the columns from.
    private sealed record StateCount
    {
        public string State { get; init; } = string.Empty;

        public long Count { get; init; }
    }
}
