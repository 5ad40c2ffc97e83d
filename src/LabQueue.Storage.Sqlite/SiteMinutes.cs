using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite;

/// <summary>
/// What happened to a site's tasks in each minute of late, in memory, so that figures are exact at once and the file need not
/// take them with each task. Changed by the writer, read from every thread.
/// </summary>
/// <remarks>They are written down now and then; who kills the process loses those of the last seconds.</remarks>
internal sealed class SiteMinutes
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(25);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<DateTimeOffset, MinuteStats> _minutes = [];
    private readonly HashSet<DateTimeOffset> _unwritten = [];

    /// <summary>Reads what the file has of late.</summary>
    public static SiteMinutes Read(Database database, int site, DateTimeOffset now)
    {
        var minutes = new SiteMinutes();
        var row = database.Prepare(DirectorySql.Minutes).Bind(site).Bind((now - Kept).ToMicroseconds());
        while (row.Step())
        {
            var start = UnixTime.FromMicroseconds(row.Int64());
            minutes._minutes[start] = new MinuteStats(start, row.Int64(), row.Int64(), row.Int64(), row.Int64());
        }

        return minutes;
    }

    /// <summary>More happened in a minute.</summary>
    public void Add(MinuteStats more)
    {
        lock (_gate)
        {
            _minutes[more.Minute] = _minutes.TryGetValue(more.Minute, out var known)
                ? new MinuteStats(
                    more.Minute, known.Added + more.Added, known.Started + more.Started, known.Done + more.Done,
                    known.Failed + more.Failed)
                : more;
            _unwritten.Add(more.Minute);
        }
    }

    /// <summary>The minutes since then in which anything happened, oldest first.</summary>
    public IReadOnlyList<MinuteStats> Since(DateTimeOffset time)
    {
        lock (_gate)
        {
            return [.. _minutes.Values.Where(minute => minute.Minute >= time)];
        }
    }

    /// <summary>Writes down what changed, and forgets what is too old for any page.</summary>
    public void Write(Database database, int site, DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var start in _unwritten)
            {
                var minute = _minutes[start];
                database.Prepare(DirectorySql.PutMinute)
                    .Bind(site).Bind(start.ToMicroseconds()).Bind(minute.Added).Bind(minute.Started).Bind(minute.Done)
                    .Bind(minute.Failed)
                    .Run();
            }

            _unwritten.Clear();
            foreach (var start in _minutes.Keys.Where(start => start < now - Kept).ToArray())
            {
                _minutes.Remove(start);
            }
        }
    }

    /// <summary>What was written down may have been undone: all is to be written again.</summary>
    public void WriteAgain()
    {
        lock (_gate)
        {
            _unwritten.UnionWith(_minutes.Keys);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _minutes.Clear();
            _unwritten.Clear();
        }
    }
}
