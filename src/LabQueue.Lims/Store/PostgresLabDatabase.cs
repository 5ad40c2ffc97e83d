using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using LabQueue.Postgres;
using LabQueue.Schema;
using Npgsql;

namespace LabQueue.Lims.Store;

/// <summary>The laboratory in a database that any number of processes share, in a schema of its own.</summary>
/// <remarks>
/// Who changes a site's laboratory has the site's lock from the beginning to the commit, so the changes of a site are one after the
/// other, whichever process makes them, and what each of them reads is so until its end. Tasks line up for a lock of their own
/// before they do for the site's: however many processes work, a person waits for one of them at most, and that one ends its turn
/// behind the object in hand once it has lasted for <see cref="PostgresLabOptions.TaskTurn"/>.
/// <c>docs/decisions/0017-turns-in-the-laboratory.md</c>.
/// </remarks>
internal sealed class PostgresLabDatabase : ILabDatabase
{
    private const string Folder = "PostgresMigrations";
    private const string Schema = "lab";

    // Other schemas of the database may have a laboratory of the same site.
    private const string LockSite = "select pg_advisory_xact_lock(hashtextextended(current_schema() || '/' || @site, 0))";

    private const string LockTasks =
        "select set_config('idle_in_transaction_session_timeout', @standstill, true);"
        + " select pg_advisory_xact_lock(hashtextextended(current_schema() || '/' || @site, 1)); ";

    // People wait in real time, whatever clock the laboratory goes by.
    private readonly TimeProvider _time = TimeProvider.System;

    // Whoever waits here needs no connection. A task that waits for those of other processes must not keep people of this one.
    private readonly ConcurrentDictionary<string, WriteQueue> _people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WriteQueue> _tasks = new(StringComparer.Ordinal);
    private readonly PostgresLabOptions _options;
    private readonly NpgsqlConnectionStringBuilder _address;
    private readonly NpgsqlDataSource _source;

    /// <summary>A database at that address, whose schema is made by <see cref="MigrateAsync"/> where it is missing.</summary>
    public PostgresLabDatabase(PostgresLabOptions options)
    {
        _options = options;
        _address = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        _address.SearchPath = _address.SearchPath is { Length: > 0 } others ? $"{others.Split(',')[0].Trim()}_{Schema}" : Schema;
        _source = PostgresSource.Of(_address, options.Connections);
    }

    /// <summary>The newest schema that this program knows.</summary>
    public static int NewestSchema => SchemaScript.NewestIn(Folder);

    /// <inheritdoc/>
    public string Description => $"PostgreSQL, {_address.Database} on {_address.Host}, schema {_address.SearchPath}";

    /// <inheritdoc/>
    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<LabTransaction> BeginWriteAsync(string site, bool isPerson, CancellationToken cancellationToken)
    {
        var people = _people.GetOrAdd(site, _ => new WriteQueue());
        var line = isPerson ? people : _tasks.GetOrAdd(site, _ => new WriteQueue());
        var turn = await line.WaitAsync(isPerson, cancellationToken);
        try
        {
            var transaction = await BeginAsync(
                IsolationLevel.ReadCommitted, turn, begun => LockAsync(begun, site, isPerson, cancellationToken), cancellationToken);
            if (!isPerson)
            {
                var begun = _time.GetTimestamp();
                turn.Ask(() => people.IsTaken || _time.GetElapsedTime(begun) >= _options.TaskTurn);
            }

            return transaction;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<LabTransaction> BeginSnapshotAsync(CancellationToken cancellationToken) =>
        BeginAsync(IsolationLevel.RepeatableRead, turn: null, _ => Task.CompletedTask, cancellationToken);

    /// <inheritdoc/>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            await new PostgresMigrator(Folder, sentence => new LabStoreException(sentence)).MigrateAsync(connection, cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            throw new LabStoreException(PostgresSource.Explain(_address, failure), failure);
        }
    }

    /// <inheritdoc/>
    public async Task<int> SchemaAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            return (await PostgresMigrator.VersionAsync(connection, cancellationToken)).Version;
        }
        catch (NpgsqlException failure)
        {
            throw new LabStoreException(PostgresSource.Explain(_address, failure), failure);
        }
    }

    /// <inheritdoc/>
    public bool IsConflict(DbException trouble) => trouble is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable,
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // A connection of the pool may be of before a fail-over; nothing has happened on it yet, so another one is as good.
    private async ValueTask<LabTransaction> BeginAsync(
        IsolationLevel isolation, WriteTurn? turn, Func<NpgsqlTransaction, Task> begin, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken);
            try
            {
                var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken);
                await begin(transaction);
                return new LabTransaction(connection, transaction, turn);
            }
            catch (NpgsqlException trouble) when (tries <= _options.Connections && PassingTrouble.Is(trouble) && !IsConflict(trouble))
            {
                await connection.DisposeAsync();
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
    }

    private async Task LockAsync(NpgsqlTransaction transaction, string site, bool isPerson, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(isPerson ? LockSite : LockTasks + LockSite, transaction.Connection, transaction);
        command.Parameters.AddWithValue("site", site);
        if (!isPerson)
        {
            command.Parameters.AddWithValue("standstill", $"{_options.Standstill.TotalMilliseconds:0}");
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
