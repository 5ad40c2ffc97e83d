using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>
/// The room on the disk. Adds stop while there still is some, so that reports, which need little, go on.
/// </summary>
/// <remarks>Only the writer's thread uses it, but for <see cref="Trouble"/>.</remarks>
/// <param name="options">Where the file is, and how much is kept for reports.</param>
/// <param name="database">The connection that writes.</param>
/// <param name="time">The server's clock.</param>
internal sealed class DiskRoom(SqliteStoreOptions options, Database database, TimeProvider time)
{
    private const string LogSuffix = "-wal";
    private const long Mebibyte = 1024 * 1024;

    // Changes nothing, and has to be written all the same.
    private const string Probe = "update meta set value = value where name = 'sequence'";

    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private bool _isLookedAt;
    private bool _isShort;
    private bool _isLogInTheWay;
    private long? _triedInVain;
    private string? _refusal;
    private bool _isProbed;

    /// <summary>Why adds are refused; null while all is well. Read from every thread.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Calls that were refused since there was room.</summary>
    public int Refused { get; set; }

    /// <summary>Why nothing may be written at all: what is written now is gone with the process. Null while all is well.</summary>
    public string? Loss { get; private set; }

    /// <summary>A new group: the disk is looked at again; where room is not short, only for what adds something.</summary>
    public void Begin()
    {
        _isLookedAt = _isProbed = false;
        if (_isShort)
        {
            Look();
        }
    }

    /// <summary>Why this group must not add anything; null where it may.</summary>
    public string? FindTrouble()
    {
        if (Trouble is null && !_isLookedAt)
        {
            Look();
        }

        Refused += Trouble is null ? 0 : 1;
        return Trouble;
    }

    /// <summary>Looks how much there is. Adds that wait go on only once there is twice the reserve.</summary>
    public void Look()
    {
        _isLookedAt = true;
        LookForFile();
        if (Loss is not null)
        {
            Trouble = Loss;
            return;
        }

        if (_refusal is not null)
        {
            // Only a write that comes to its end shows that the disk takes writes again.
            database.Prepare(Probe).Run();
            _isProbed = true;
        }

        var free = new DriveInfo(options.Folder).AvailableFreeSpace;

        // Emptying the log makes the file grow by what only the log has so far. Without room for that it can never be
        // emptied, and grows until the disk is full; so that room is not given away either.
        var growth = Math.Max(0, (Number("pragma page_count") * Number("pragma page_size")) - LengthOf(options.File));
        var needed = growth + ((Trouble is null ? 1 : 2) * options.ReserveBytes);
        Trouble = free < needed
            ? $"Only {free / Mebibyte} MiB are free on the disk of {options.Folder}; adds wait for {needed / Mebibyte} MiB."
            : _refusal;
        _isShort = free < growth + (2 * options.ReserveBytes);
        _isLogInTheWay = _isShort && free > growth && LengthOf(options.File + LogSuffix) > options.ReserveBytes / 4;
    }

    /// <summary>Looks whether the file is still where it was. A process keeps the files that it has open, deleted or not.</summary>
    public void LookForFile() => Loss = File.Exists(options.File)
        ? null
        : $"{options.File} is gone: nothing can be kept. Put it back, and work goes on; or stop the server and restore a backup.";

    /// <summary>A write failed.</summary>
    public void Note(SqliteException failure)
    {
        if (failure.IsDisk)
        {
            Refused++;
            Trouble = _refusal = $"There is no room on the disk, or it cannot be written: {failure.Message}.";
        }
    }

    /// <summary>A group is on disk.</summary>
    public void NoteWritten() => _refusal = _isProbed ? null : _refusal;

    /// <summary>Brings the log into the file and gives its room back, where that is short. Between groups only.</summary>
    /// <exception cref="SqliteException">The disk did not take it; nothing is lost by that.</exception>
    public void EmptyLog()
    {
        if (!_isLogInTheWay || (_triedInVain is { } last && time.GetElapsedTime(last) < TryAgain))
        {
            return;
        }

        // Whoever reads keeps the log from being emptied; the writer does not stand still for that, and tries again later.
        _isLogInTheWay = false;
        _triedInVain = time.GetTimestamp();
        database.Execute("pragma busy_timeout = 100");
        try
        {
            database.Execute("pragma wal_checkpoint(truncate)");
            _triedInVain = LengthOf(options.File + LogSuffix) == 0 ? null : _triedInVain;
        }
        finally
        {
            database.Execute("pragma busy_timeout = 5000");
        }
    }

    private static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }

    private long Number(string pragma)
    {
        var row = database.Prepare(pragma);
        var number = row.Step() ? row.Int64() : 0;
        row.Stop();
        return number;
    }
}
