using LabQueue.Engine;
using LabQueue.Storage.Postgres;
using LabQueue.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LabQueue.Storage.Tests.Postgres;

/// <summary>A schema of a test in the cluster, removed with it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _schema = $"test_{Guid.NewGuid():N}";
    private readonly string _cluster = Find();
    private bool _isMade;

    /// <summary>How a store reaches it.</summary>
    public string ConnectionString => $"{_cluster};Search Path={_schema}";

    /// <summary>Opens a store in it.</summary>
    public async Task<IQueueStore> OpenStoreAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        return await PostgresQueueStore.OpenAsync(
            new PostgresStoreOptions { ConnectionString = ConnectionString },
            clock,
            NullLoggerFactory.Instance,
            cancellationToken: cancellationToken);
    }

    /// <summary>Makes it, where it is not there.</summary>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (!_isMade)
        {
            await RunAsync($"create schema {_schema}", cancellationToken);
            _isMade = true;
        }
    }

    /// <summary>Runs statements in it, one after the other.</summary>
    public async Task RunAsync(string sql, CancellationToken cancellationToken) => await ReadAsync(sql, cancellationToken);

    /// <summary>Runs statements in it, one after the other, and reads the texts of the first column that they give.</summary>
    public async Task<string> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        var lines = new List<string>();
        foreach (var statement in sql.Split(';'))
        {
            await using var command = new NpgsqlCommand(statement, connection) { AllResultTypesAreUnknown = true };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                lines.Add(reader.GetString(0));
            }
        }

        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync() => await RunAsync($"drop schema if exists {_schema} cascade", CancellationToken.None);

    private static string Find()
    {
        Assert.SkipUnless(PostgresSchema.IsThere, PostgresSchema.Missing);
        return PostgresSchema.Cluster ?? throw new InvalidOperationException(PostgresSchema.Missing);
    }
}
