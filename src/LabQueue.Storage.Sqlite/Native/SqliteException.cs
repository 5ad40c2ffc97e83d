using SQLitePCL;

namespace LabQueue.Storage.Sqlite.Native;

/// <summary>SQLite refused a call.</summary>
/// <param name="code">Its extended result code.</param>
/// <param name="message">What it said.</param>
/// <param name="statement">To which statement; for logs alone, people are told what to do.</param>
internal sealed class SqliteException(int code, string message, string statement) : Exception(message)
{
    /// <summary>The primary result code, such as <c>SQLITE_FULL</c>.</summary>
    public int Code { get; } = code & 0xff;

    /// <summary>There is no room on the disk, or it cannot be written.</summary>
    public bool IsDisk => Code is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN;

    /// <summary>What is in the file is not what SQLite wrote there.</summary>
    public bool IsDamage => Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <inheritdoc/>
    public override string ToString() => $"{base.ToString()}{Environment.NewLine}In: {statement}";
}
