using System.Collections.Concurrent;
using LabQueue.Storage.Sqlite.Native;
using LabQueue.Storage.Sqlite.Waiting;

namespace LabQueue.Storage.Sqlite;

/// <summary>The figures of a site, in memory, so that no page counts rows. Changed by the writer, read from every thread.</summary>
/// <remarks>
/// Waiting, running and failed tasks are counted once, when the file is opened. What went well is written down now and then
/// with the number of the last end in it; at start the few ends after that number are added.
/// </remarks>
internal sealed class SiteCounts
{
    private readonly ConcurrentDictionary<string, NameCounts> _names = new(StringComparer.Ordinal);

    /// <summary>How many ends the history has.</summary>
    public long Ends { get; set; }

    /// <summary>The figures of each name, by name.</summary>
    public IReadOnlyList<NameStats> Names() =>
    [
        .. _names.Where(pair => !pair.Value.IsEmpty)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Value.ToStats(pair.Key)),
    ];

    /// <summary>The figures of one name.</summary>
    public NameCounts Of(string name) => _names.GetOrAdd(name, _ => new NameCounts());

    /// <summary>Forgets names that have nothing to count.</summary>
    public void Trim()
    {
        foreach (var (name, counts) in _names)
        {
            if (counts.IsEmpty)
            {
                _names.TryRemove(name, out _);
            }
        }
    }

    /// <summary>Counts what the file has.</summary>
    /// <param name="database">The file.</param>
    /// <param name="site">Number of the site.</param>
    /// <param name="waiting">What waits, which is in memory already.</param>
    public static SiteCounts Read(Database database, int site, WaitingTasks waiting)
    {
        var counts = new SiteCounts();
        ReadTasks(database, site, waiting, counts);
        var row = database.Prepare(DirectorySql.Done).Bind(site);
        var counted = 0L;
        while (row.Step())
        {
            var name = row.Text();
            var done = row.Int64();
            if (name.Length == 0)
            {
                counted = done;
            }
            else
            {
                counts.Of(name).Done = done;
            }
        }

        row = database.Prepare(HistorySql.DoneSince).Bind(site).Bind(counted);
        while (row.Step())
        {
            counts.Of(row.Text()).Done += row.Int64();
        }

        row = database.Prepare(HistorySql.Count).Bind(site);
        counts.Ends = row.Step() ? row.Int64() : 0;
        row.Stop();
        return counts;
    }

    /// <summary>Writes down what went well, up to the end of that number.</summary>
    public void Write(Database database, int site, long number)
    {
        foreach (var (name, counts) in _names.Where(pair => pair.Value.IsDoneChanged))
        {
            database.Prepare(DirectorySql.PutDone).Bind(site).Bind(name).Bind(counts.Done).Run();
            counts.IsDoneChanged = false;
        }

        database.Prepare(DirectorySql.PutDone).Bind(site).Bind(string.Empty).Bind(number).Run();
    }

    private static void ReadTasks(Database database, int site, WaitingTasks waiting, SiteCounts counts)
    {
        foreach (var (name, count) in waiting.CountByName())
        {
            counts.Of(name).Queued = count;
        }

        var row = database.Prepare(DirectorySql.CountOthers).Bind(site);
        while (row.Step())
        {
            var of = counts.Of(row.Text());
            of.Running = row.Int64();
            of.Failed = row.Int64();
        }
    }
}
