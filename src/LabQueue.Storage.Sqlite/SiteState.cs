using System.Collections.Concurrent;
using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Waiting;
using LabQueue.Storage.Sqlite.Writing;

namespace LabQueue.Storage.Sqlite;

/// <summary>A site as the writer has it in memory. Everything in it can be made anew from the file, but who waits.</summary>
/// <param name="id">Number of the site in the file.</param>
/// <param name="site">The site.</param>
internal sealed class SiteState(int id, Site site)
{
    private volatile Site _site = site;

    /// <summary>Number of the site in the file.</summary>
    public int Id { get; } = id;

    /// <summary>The site; replaced as a whole, so that it may be read from every thread.</summary>
    public Site Site
    {
        get => _site;
        set => _site = value;
    }

    /// <summary>The site's settings.</summary>
    public SiteSettings Settings => _site.Settings;

    /// <summary>Where its tasks lie.</summary>
    public LiveTasks Live { get; } = new();

    /// <summary>What waits.</summary>
    public WaitingTasks Waiting { get; } = new();

    /// <summary>Whose rank in the file is an old one.</summary>
    public StaleRanks StaleRanks { get; } = new();

    /// <summary>Where its ended tasks are in the history.</summary>
    public EndedTasks Ended { get; init; } = new();

    /// <summary>What runs.</summary>
    public RunningTasks Running { get; set; } = new();

    /// <summary>Its figures.</summary>
    public SiteCounts Counts { get; set; } = new();

    /// <summary>What happened of late, minute by minute.</summary>
    public SiteMinutes Minutes { get; init; } = new();

    /// <summary>Number of the last failure for good that was found too old to keep.</summary>
    public long OldFailure { get; set; }

    /// <summary>Consumers that wait for work, in the order in which they came.</summary>
    public LinkedList<PopCommand> Parked { get; } = [];

    /// <summary>Who was heard of. Safe from every thread.</summary>
    public ConcurrentDictionary<string, HeardConsumer> Consumers { get; } = new(StringComparer.Ordinal);

    /// <summary>The users. Safe from every thread.</summary>
    public ConcurrentDictionary<string, Account> Accounts { get; set; } = new(StringComparer.Ordinal);

    /// <summary>What happened.</summary>
    public EventFeed Feed { get; } = new();
}
