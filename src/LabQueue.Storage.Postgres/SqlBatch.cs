using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>Statements that go to the database in one round trip, in their order.</summary>
/// <param name="connection">Where they go.</param>
internal sealed class SqlBatch(NpgsqlConnection connection) : IAsyncDisposable
{
    private readonly NpgsqlBatch _batch = new(connection);

    /// <summary>How many there are.</summary>
    public int Count => _batch.BatchCommands.Count;

    /// <summary>One more statement, whose parameters are to be added in their order.</summary>
    public SqlStatement Add(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        _batch.BatchCommands.Add(command);
        return new SqlStatement(command);
    }

    /// <summary>Sends them, and reads what they give: each that gives rows is a result of its own.</summary>
    public Task<NpgsqlDataReader> ReadAsync(CancellationToken cancellationToken) => _batch.ExecuteReaderAsync(cancellationToken);

    /// <summary>Sends them.</summary>
    /// <returns>How many rows they wrote.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) => _batch.ExecuteNonQueryAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _batch.DisposeAsync();
}
