using System.Collections.Concurrent;
using System.Collections.Frozen;
using LabQueue.Engine;
using LabQueue.Storage.Postgres.Writing;

namespace LabQueue.Storage.Postgres.Sites;

/// <summary>What a server remembers of a site: for convenience alone, since the database may know better at any time.</summary>
/// <param name="id">Number of the site.</param>
internal sealed class SiteState(int id)
{
    private readonly ConcurrentDictionary<string, HeardConsumer> _heard = new(StringComparer.Ordinal);

    private readonly Lock _gate = new();
    private volatile SiteCopy _copy = SiteCopy.None;

    /// <summary>Number of the site.</summary>
    public int Id => id;

    /// <summary>The site with its users as they were when they were read last; replaced as a whole.</summary>
    public SiteCopy Copy => _copy;

    /// <summary>The site.</summary>
    public Site Site => _copy.Site;

    /// <summary>The users.</summary>
    public FrozenDictionary<string, Account> Accounts => _copy.Accounts;

    /// <summary>What happened.</summary>
    public EventFeed Feed { get; } = new();

    /// <summary>What ran when this server changed something last; null: it must be read. For the one that writes.</summary>
    public KnownRuns? Runs { get; set; }

    /// <summary>Number of the last event that was handed out.</summary>
    public long Told { get; set; }

    /// <summary>How far the site had come when it was looked at last.</summary>
    public long Seen { get; set; }

    /// <summary>The site was read. What is known already and newer stays.</summary>
    public void Learn(SiteCopy copy)
    {
        lock (_gate)
        {
            _copy = copy.Version > _copy.Version ? copy : _copy;
        }
    }

    /// <summary>Whether a consumer that asks for work is to be written down again.</summary>
    public bool MustHear(PopRequest pop, DateTimeOffset now, TimeSpan every) =>
        !(_heard.TryGetValue(pop.ConsumerId, out var last) && last.Covers(pop) && now >= last.Time && now - last.Time < every);

    /// <summary>A consumer was written down.</summary>
    public void NoteHeard(PopRequest pop, DateTimeOffset now, TimeSpan every)
    {
        if (MustHear(pop, now, every))
        {
            var names = ConsumerRules.NamesOf(pop) ?? _heard.GetValueOrDefault(pop.ConsumerId)?.Names;
            _heard[pop.ConsumerId] = new HeardConsumer(now, pop.Lease is not null, pop.Version, names);
        }
    }

    /// <summary>Nobody was heard of.</summary>
    public void ForgetHeard() => _heard.Clear();
}
