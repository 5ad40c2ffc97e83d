using SQLitePCL;

namespace LabQueue.Storage.Sqlite.Native;

/// <summary>One connection to a database file, with its prepared statements. For one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    // By reference: every statement's text is a constant, and hashing long texts costs more than many statements do.
    private readonly Dictionary<object, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    private readonly sqlite3 _handle;

    private Database(sqlite3 handle) => _handle = handle;

    /// <summary>Whether no transaction is open.</summary>
    public bool IsAutocommit => raw.sqlite3_get_autocommit(_handle) != 0;

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Opens a file, or makes it; who only reads does not make it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="readOnly">Refuse to change anything.</param>
    /// <param name="cacheKilobytes">How much of the file to keep in memory at most.</param>
    public static Database Open(string file, bool readOnly, int cacheKilobytes)
    {
        // Who only reads must not put an empty file in the place of one that is gone.
        var database = Open(file, readOnly ? raw.SQLITE_OPEN_READWRITE : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        database.Execute("pragma busy_timeout = 5000");
        database.Execute("pragma journal_mode = wal");
        database.Execute("pragma synchronous = full");
        database.Execute("pragma wal_autocheckpoint = 16000");
        database.Execute("pragma temp_store = memory");
        database.Execute("pragma foreign_keys = off");
        database.Execute($"pragma cache_size = -{cacheKilobytes}");
        if (readOnly)
        {
            database.Execute("pragma query_only = on");
        }

        return database;
    }

    /// <summary>Opens a file to look at it, without changing anything about it.</summary>
    public static Database OpenUntouched(string file) => Open(file, raw.SQLITE_OPEN_READONLY);

    /// <summary>Runs statements that need no values.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code, sql);
        }
    }

    /// <summary>A prepared statement, ready to bind. Kept, so that the same text is prepared once.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            var code = raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle);
            if (code != raw.SQLITE_OK)
            {
                throw Failure(code, sql);
            }

            statement = new Statement(this, handle, sql);
            _statements.Add(sql, statement);
        }

        return statement.Restart();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
        _handle.Dispose();
    }

    internal SqliteException Failure(int code, string sql) =>
        new(code, $"{raw.sqlite3_errmsg(_handle).utf8_to_string()} ({code})", sql);

    private static Database Open(string file, int flags)
    {
        _ = SqliteEngine.Description;
        var code = raw.sqlite3_open_v2(file, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new Database(handle);
        if (code != raw.SQLITE_OK)
        {
            var failure = database.Failure(code, file);
            database.Dispose();
            throw failure;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        return database;
    }
}
