using System.Data.Common;
using System.Globalization;
using Dapper;
using LabQueue.Schema;
using LabQueue.Storage.Sqlite.Native;
using Microsoft.Data.Sqlite;

namespace LabQueue.Lims.Store;

/// <summary>The laboratory in a file, <c>lims.db</c>, which several processes of one machine may open (design, D1).</summary>
internal sealed class SqliteLabDatabase : ILabDatabase
{
    // "LabL"
    private const int ApplicationId = 0x4C61624C;

    // SQLITE_BUSY and SQLITE_LOCKED
    private const int Busy = 5;
    private const int Locked = 6;

    private readonly WriteQueue _writers = new();
    private readonly string _file;
    private readonly string _connection;

    /// <summary>A database in that file, which is made by <see cref="MigrateAsync"/> where it is missing.</summary>
    public SqliteLabDatabase(string file)
    {
        _file = file;
        Description = SqliteEngine.Description;
        _connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = true, DefaultTimeout = 10 }.ToString();
    }

    /// <summary>The newest schema that this program knows.</summary>
    public static int NewestSchema => SchemaScript.Newest;

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(cancellationToken);

        // A connection of the pool has them already; to set them again costs nothing worth measuring.
        await connection.ExecuteAsync("pragma synchronous = full; pragma temp_store = memory; pragma busy_timeout = 10000");
        return connection;
    }

    /// <inheritdoc/>
    public async ValueTask<LabTransaction> BeginWriteAsync(string site, bool isPerson, CancellationToken cancellationToken)
    {
        var turn = await _writers.WaitAsync(isPerson, cancellationToken);
        try
        {
            var connection = (SqliteConnection)await OpenAsync(cancellationToken);
            return new LabTransaction(connection, connection.BeginTransaction(deferred: false), turn);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LabTransaction> BeginSnapshotAsync(CancellationToken cancellationToken)
    {
        var connection = (SqliteConnection)await OpenAsync(cancellationToken);
        return new LabTransaction(connection, connection.BeginTransaction(deferred: true), turn: null);
    }

    /// <inheritdoc/>
    public async Task<int> SchemaAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_file))
        {
            return 0;
        }

        await using var connection = await OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>("pragma user_version");
    }

    /// <inheritdoc/>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await connection.ExecuteAsync("pragma journal_mode = wal");
        var newest = SchemaScript.Newest;
        foreach (var script in SchemaScript.After(0))
        {
            // Another process may be doing the same; the version counts once the right to write is there.
            await using var transaction = ((SqliteConnection)connection).BeginTransaction(deferred: false);
            var version = await connection.ExecuteScalarAsync<int>("pragma user_version", transaction: transaction);
            if (version > newest)
            {
                throw new LabStoreException(
                    $"{_file} has schema {version}; this program knows up to {newest}. Start a newer LabQueue.");
            }

            if (script.Version > version)
            {
                await connection.ExecuteAsync(script.Sql, transaction: transaction);
                await connection.ExecuteAsync(
                    string.Create(CultureInfo.InvariantCulture, $"pragma application_id = {ApplicationId}; pragma user_version = {script.Version}"),
                    transaction: transaction);
                await transaction.CommitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Copies it to an empty file while others write: the copy is as it was at one moment.</summary>
    public async Task BackupAsync(string file, CancellationToken cancellationToken)
    {
        var target = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        await using var from = (SqliteConnection)await OpenAsync(cancellationToken);
        await using var to = new SqliteConnection(target);
        await to.OpenAsync(cancellationToken);
        from.BackupDatabase(to);

        // The copy is one file, without a log beside it.
        await to.ExecuteAsync("pragma journal_mode = delete");
    }

    /// <summary>Reads all pages of a file.</summary>
    /// <returns>The schema that it has, and a sentence on what is wrong; null: it is whole.</returns>
    public static async Task<(int Schema, string? Complaint)> CheckAsync(string file, CancellationToken cancellationToken)
    {
        // Which SQLite the process uses is chosen where it is first named.
        _ = SqliteEngine.Description;
        var source = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString();
        try
        {
            await using var connection = new SqliteConnection(source);
            await connection.OpenAsync(cancellationToken);
            var schema = await connection.ExecuteScalarAsync<int>("pragma user_version");
            var application = await connection.ExecuteScalarAsync<int>("pragma application_id");
            var verdict = await connection.ExecuteScalarAsync<string>("pragma integrity_check(1)");
            return (schema, application != ApplicationId ? $"{file} is no laboratory of LabQueue."
                : schema > SchemaScript.Newest ? $"{file} has schema {schema}; this program knows up to {SchemaScript.Newest}."
                : verdict != "ok" ? $"{file} is damaged: {verdict}"
                : null);
        }
        catch (SqliteException broken)
        {
            return (0, $"{file} cannot be read: {broken.Message}");
        }
    }

    /// <inheritdoc/>
    public bool IsConflict(DbException trouble) => trouble is SqliteException { SqliteErrorCode: Busy or Locked };

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }
}
