using LabQueue.Engine;
using LabQueue.Failing;
using LabQueue.Storage.Sqlite.Native;
using LabQueue.Storage.Sqlite.Search;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>What the commands of a group share: the connection, the time, the sites, and what to tell afterwards.</summary>
/// <remarks>Only the writer's thread uses it.</remarks>
internal sealed class WriteSession
{
    private const long ReservedAhead = 100_000;

    private readonly TimeProvider _time;
    private readonly SiteRegistry _sites;
    private readonly List<(SiteState Site, QueueEvent Event)> _events = [];
    private readonly List<PopCommand> _parked = [];
    private readonly List<PopCommand> _satisfied = [];
    private readonly HashSet<SiteState> _freed = [];
    private readonly HashSet<(SiteState Site, string Name)> _ready = [];
    private long _reservedSequence;

    public WriteSession(
        SqliteStoreOptions options, Database database, TimeProvider time, SiteRegistry sites, QueueMetrics metrics)
    {
        _time = time;
        _sites = sites;
        Database = database;
        Room = new DiskRoom(options, database, time);
        Figures = new Figures(metrics);
        Sequence = PublishedSequence = _reservedSequence = Meta.ReadSequence(database);
        Now = time.GetUtcNow().TruncateToMicroseconds();
    }

    /// <summary>The connection that writes.</summary>
    public Database Database { get; }

    /// <summary>The server's time. It stands still within a command, and never goes back within a group.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Counters to change with this group.</summary>
    public Figures Figures { get; }

    /// <summary>The highest number given out, for rows, arrivals, fences and events alike.</summary>
    public long Sequence { get; private set; }

    /// <summary>The highest number of which <see cref="SiteCounts"/> knows.</summary>
    public long PublishedSequence { get; private set; }

    /// <summary>The room on the disk.</summary>
    public DiskRoom Room { get; }

    /// <summary>The index that follows; set once the store is open.</summary>
    public SearchIndex? Index { get; set; }

    /// <summary>The next number; larger than all before, also after a restart.</summary>
    public long NextNumber() => ++Sequence;

    /// <summary>Starts a group.</summary>
    public void Begin()
    {
        Now = _time.GetUtcNow().TruncateToMicroseconds();
        Room.Begin();
        Database.Prepare("begin immediate").Run();
    }

    /// <summary>Ends a group: those who wait for work are served, and all goes to the disk.</summary>
    public void Commit()
    {
        ServeParked();
        // Numbers are reserved ahead, so that most groups need not write how far they got.
        var reserve = Sequence > _reservedSequence;
        if (reserve)
        {
            Meta.WriteSequence(Database, Sequence + ReservedAhead);
        }

        FailPoint.Hit(FailPoint.BeforeCommit);
        Database.Prepare("commit").Run();
        Room.NoteWritten();
        _reservedSequence = reserve ? Sequence + ReservedAhead : _reservedSequence;
    }

    /// <summary>Undoes a group, in the file and in memory.</summary>
    public void RollBack()
    {
        // A full disk may have rolled the transaction back already; then there is nothing left to undo.
        if (!Database.IsAutocommit)
        {
            Database.Execute("rollback");
        }

        foreach (var command in _satisfied)
        {
            command.Place = command.Site.Parked.AddLast(command);
        }

        foreach (var command in _parked)
        {
            Unpark(command);
        }

        foreach (var site in _sites.All)
        {
            site.Live.Undo();
            site.Waiting.Undo();
            site.StaleRanks.Undo();
            site.Ended.Undo();
        }

        Figures.Forget();
        Forget();
        _sites.Reload(Database, Now);
        foreach (var site in _sites.All)
        {
            site.Waiting.Keep();
        }
    }

    /// <summary>Tells what happened, once it is on disk.</summary>
    public void Publish()
    {
        foreach (var site in _sites.All)
        {
            site.Live.Keep();
            site.Waiting.Keep();
            site.StaleRanks.Keep();
            site.Ended.Keep();
        }

        foreach (var command in _satisfied)
        {
            command.Succeed();
        }

        Figures.Publish();
        PublishedSequence = Sequence;
        Index?.Tell(Sequence);
        foreach (var group in _events.GroupBy(happened => happened.Site))
        {
            group.Key.Feed.Publish([.. group.Select(happened => happened.Event)]);
        }

        Forget();
    }

    /// <summary>Something to tell those who watch.</summary>
    public void Tell(SiteState site, string kind, QueueTask? task = null) =>
        _events.Add((site, new QueueEvent(NextNumber(), kind, task?.TaskUid, task?.Name, task?.ContextUid, Now)
        {
            Username = task?.Username,
            Ghost = task?.Ghost ?? false,
        }));

    /// <summary>A task of that name may be claimed now.</summary>
    public void NoteReady(SiteState site, string name) => _ready.Add((site, name));

    /// <summary>A task runs no more, or the site goes on: claims that found nothing may find something now.</summary>
    public void NoteFreed(SiteState site) => _freed.Add(site);

    /// <summary>Lets a consumer wait for work.</summary>
    public void Park(PopCommand command)
    {
        command.Place = command.Site.Parked.AddLast(command);
        _parked.Add(command);
    }

    /// <summary>Ends a consumer's wait.</summary>
    public static void Unpark(PopCommand command)
    {
        if (command.Place is { List: not null } place)
        {
            command.Site.Parked.Remove(place);
        }

        command.Place = null;
    }

    /// <summary>Writes down what a person changed.</summary>
    public void Audit(SiteState site, Actor by, string action, string? target, string? detail = null) =>
        Database.Prepare(DirectorySql.InsertAudit)
            .Bind(site.Id).Bind(Now.ToMicroseconds()).Bind(by.Username).Bind(action).Bind(target).Bind(by.Reason).Bind(detail)
            .Run();

    // In the same transaction as what made work available, so that from add to start it is one write to the disk.
    private void ServeParked()
    {
        foreach (var site in _sites.All.Where(site => site.Parked.Count > 0))
        {
            var isFreed = _freed.Contains(site);
            for (var node = site.Parked.First; node is not null;)
            {
                var (command, next) = (node.Value, node.Next);
                if ((isFreed || IsWanted(site, command.Request.Names)) && command.TryAgain(this))
                {
                    Unpark(command);
                    _satisfied.Add(command);
                }

                node = next;
            }
        }
    }

    private bool IsWanted(SiteState site, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            return names.Any(name => _ready.Contains((site, name)));
        }

        return _ready.Any(ready => ready.Site == site);
    }

    private void Forget()
    {
        _events.Clear();
        _parked.Clear();
        _satisfied.Clear();
        _freed.Clear();
        _ready.Clear();
    }
}
