using LabQueue.Engine;
using LabQueue.Storage.Postgres;
using LabQueue.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LabQueue.Storage.Tests.Postgres;

/// <summary>A schema of a test in the cluster, removed with it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>How a store reaches it.</summary>
    public string ConnectionString { get; } = PostgresSchema.New();

    /// <summary>What the sessions of its stores call themselves.</summary>
    public string Application => "labqueue " + Schema;

    private string Schema => new NpgsqlConnectionStringBuilder(ConnectionString).SearchPath!;

    /// <summary>Opens a store in it.</summary>
    public async Task<IQueueStore> OpenStoreAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        await PostgresQueueStore.OpenAsync(
            new PostgresStoreOptions { ConnectionString = $"{ConnectionString};Application Name={Application}" },
            clock,
            NullLoggerFactory.Instance,
            cancellationToken: cancellationToken);

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

    /// <summary>Waits until a question is answered with yes.</summary>
    public async Task WaitUntilAsync(string question, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (await ReadAsync(question, patience.Token) != "t")
        {
        }
    }

    public async ValueTask DisposeAsync() => await RunAsync($"drop schema if exists {Schema} cascade", CancellationToken.None);
}
