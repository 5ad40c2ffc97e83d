using System.Buffers;
using System.Text;
using SQLitePCL;

namespace LabQueue.Storage.Sqlite.Native;

/// <summary>A prepared statement. Values are bound in the order of the parameters, columns read in theirs.</summary>
internal sealed class Statement : IDisposable
{
    private readonly Database _database;
    private readonly sqlite3_stmt _handle;
    private readonly string _sql;
    private int _parameter;
    private int _column;

    internal Statement(Database database, sqlite3_stmt handle, string sql)
    {
        _database = database;
        _handle = handle;
        _sql = sql;
    }

    /// <summary>Binds the next parameter.</summary>
    public Statement Bind(long value)
    {
        raw.sqlite3_bind_int64(_handle, ++_parameter, value);
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(bool value) => Bind(value ? 1L : 0L);

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(double? value)
    {
        if (value is not { } number)
        {
            return BindNull();
        }

        raw.sqlite3_bind_double(_handle, ++_parameter, number);
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(string? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        if (value.Length == 0)
        {
            // An empty span has no address, and SQLite takes a text without an address for null.
            raw.sqlite3_bind_text(_handle, ++_parameter, string.Empty);
            return this;
        }

        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = null;
        var buffer = size <= 512 ? stackalloc byte[512] : (rented = ArrayPool<byte>.Shared.Rent(size));
        var length = Encoding.UTF8.GetBytes(value, buffer);
        raw.sqlite3_bind_text(_handle, ++_parameter, buffer[..length]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return this;
    }

    /// <summary>Binds the next parameter to a text given as UTF-8.</summary>
    public Statement BindUtf8(ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_text(_handle, ++_parameter, value);
        return this;
    }

    /// <summary>Binds the next parameter to bytes; none are null.</summary>
    public Statement BindBytes(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return BindNull();
        }

        raw.sqlite3_bind_blob(_handle, ++_parameter, value);
        return this;
    }

    /// <summary>Binds the next parameter to null.</summary>
    public Statement BindNull()
    {
        raw.sqlite3_bind_null(_handle, ++_parameter);
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False when there is none; the statement is then at rest.</returns>
    public bool Step()
    {
        _column = 0;
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            var failure = _database.Failure(code, _sql);
            Stop();
            throw failure;
        }

        Stop();
        return false;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        while (Step())
        {
            // Rows of a "returning" clause are of no interest here.
        }
    }

    /// <summary>Ends reading before the last row, so that the statement holds no lock.</summary>
    public void Stop()
    {
        raw.sqlite3_reset(_handle);
    }

    /// <summary>Reads the next column.</summary>
    public long Int64() => raw.sqlite3_column_int64(_handle, _column++);

    /// <inheritdoc cref="Int64"/>
    public int Int32() => (int)Int64();

    /// <inheritdoc cref="Int64"/>
    public bool Bool() => Int64() != 0;

    /// <inheritdoc cref="Int64"/>
    public long? Int64OrNull() => IsNull() ? null : Int64();

    /// <inheritdoc cref="Int64"/>
    public double? DoubleOrNull() => IsNull() ? null : raw.sqlite3_column_double(_handle, _column++);

    /// <inheritdoc cref="Int64"/>
    public string Text() => Encoding.UTF8.GetString(Utf8());

    /// <inheritdoc cref="Int64"/>
    public string? TextOrNull() => IsNull() ? null : Text();

    /// <summary>Reads the next column's bytes; they are gone with the next step.</summary>
    public ReadOnlySpan<byte> Utf8() => raw.sqlite3_column_blob(_handle, _column++);

    /// <summary>Passes over columns.</summary>
    public Statement Skip(int columns)
    {
        _column += columns;
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    internal Statement Restart()
    {
        raw.sqlite3_reset(_handle);
        _parameter = 0;
        _column = 0;
        return this;
    }

    // A null moves on to the next column by itself; any other value is read by the caller.
    private bool IsNull()
    {
        if (raw.sqlite3_column_type(_handle, _column) != raw.SQLITE_NULL)
        {
            return false;
        }

        _column++;
        return true;
    }
}
