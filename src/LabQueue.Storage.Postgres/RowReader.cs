using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>Reads the columns of a row from left to right.</summary>
/// <param name="reader">Stands on the row.</param>
/// <param name="first">The column to begin with.</param>
internal struct RowReader(NpgsqlDataReader reader, int first = 0)
{
    private int _next = first;

    public short Int16() => reader.GetInt16(_next++);

    public int Int32() => reader.GetInt32(_next++);

    public long Int64() => reader.GetInt64(_next++);

    public bool Bool() => reader.GetBoolean(_next++);

    /// <summary>A text of which we know that it has no letter to hide.</summary>
    public string String() => reader.GetString(_next++);

    public string Text() => SafeText.Read(String());

    public Guid Guid() => reader.GetGuid(_next++);

    public DateTimeOffset Time() => UnixTime.FromMicroseconds(Int64());

    public int? Int32OrNull() => IsNull() ? null : reader.GetInt32(_next - 1);

    public long? Int64OrNull() => IsNull() ? null : reader.GetInt64(_next - 1);

    public double? DoubleOrNull() => IsNull() ? null : reader.GetDouble(_next - 1);

    public string? StringOrNull() => IsNull() ? null : reader.GetString(_next - 1);

    public string? TextOrNull() => StringOrNull() is { } text ? SafeText.Read(text) : null;

    public Guid? GuidOrNull() => IsNull() ? null : reader.GetGuid(_next - 1);

    public byte[]? BytesOrNull() => IsNull() ? null : reader.GetFieldValue<byte[]>(_next - 1);

    public DateTimeOffset? TimeOrNull() => Int64OrNull() is { } microseconds ? UnixTime.FromMicroseconds(microseconds) : null;

    private bool IsNull() => reader.IsDBNull(_next++);
}
