using SQLitePCL;

namespace LabQueue.Storage.Sqlite.Native;

/// <summary>SQLite refused a call.</summary>
/// <param name="code">Its extended result code.</param>
/// <param name="message">What it said, and to which statement.</param>
internal sealed class SqliteException(int code, string message) : Exception(message)
{
    /// <summary>The primary result code, such as <c>SQLITE_FULL</c>.</summary>
    public int Code { get; } = code & 0xff;

    /// <summary>There is no room on the disk, or it cannot be written.</summary>
    public bool IsDisk => Code is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN;
}
