using System.Collections.Immutable;
using LabQueue.Engine;
using LabQueue.Storage.Postgres.Sites;
using Npgsql;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>
/// What the commands of a group share: what was read of the database under the site's lock, and what is to be written. It is
/// made anew for each try, so that a try that came to nothing leaves nothing behind.
/// </summary>
/// <param name="state">The site.</param>
/// <param name="connection">Where the transaction is open.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class GroupWork(SiteState state, NpgsqlConnection connection, Func<DateTimeOffset> clock)
{
    private readonly Dictionary<string, TrackedTask> _byUid = new(StringComparer.Ordinal);
    private readonly List<(string Uid, long Fence, long Digest)> _said = [];

    /// <summary>The site's number.</summary>
    public int SiteId => state.Id;

    /// <summary>What this server remembers of the site, for convenience alone.</summary>
    public SiteState State => state;

    /// <summary>Where the transaction is open.</summary>
    public NpgsqlConnection Connection => connection;

    /// <summary>The group's time.</summary>
    public DateTimeOffset Now { get; private set; } = clock();

    /// <summary>The site, as it is to be.</summary>
    public Site Site { get; set; } = state.Site;

    /// <summary>What people let consumers do that are not active.</summary>
    public ImmutableDictionary<string, ConsumerMode> Modes { get; set; } = state.Copy.Modes;

    /// <summary>The site's settings.</summary>
    public SiteSettings Settings => Site.Settings;

    /// <summary>How far the site has come.</summary>
    public SiteHead Head { get; set; } = new(0, 0, 0, null, string.Empty);

    /// <summary>What runs; known where a command asked for it.</summary>
    public RunningSet Running { get; set; } = new();

    /// <summary>Whether a command asked for it.</summary>
    public bool KnowsRuns { get; set; }

    /// <summary>Whether the site is emptied.</summary>
    public bool IsReset { get; set; }

    /// <summary>Pairs of context and name for which a task waits.</summary>
    public HashSet<Guid> Twins { get; } = [];

    /// <summary>Lanes of which a task runs or could.</summary>
    public HashSet<Guid> BusyLanes { get; } = [];

    /// <summary>Uids that left the queue.</summary>
    public HashSet<string> EndedUids { get; } = new(StringComparer.Ordinal);

    /// <summary>Tasks whose time has come, with their lanes.</summary>
    public List<(long Id, Guid? Lane)> Due { get; } = [];

    /// <summary>Tasks by row that were read for those who ask for work.</summary>
    public Dictionary<long, TrackedTask> ById { get; } = [];

    /// <summary>Lanes of which the best task is to be found.</summary>
    public HashSet<Guid> Lanes { get; } = [];

    /// <summary>All tasks that the group knows.</summary>
    public List<TrackedTask> Tasks { get; } = [];

    /// <summary>Figures to change.</summary>
    public Figures Figures { get; } = new(clock());

    /// <summary>Ends of runs.</summary>
    public List<EndedRun> EndedRuns { get; } = [];

    /// <summary>What became of objects.</summary>
    public List<OutcomeRow> Outcomes { get; } = [];

    /// <summary>Ends of tasks.</summary>
    public List<End> Ends { get; } = [];

    /// <summary>What people changed.</summary>
    public List<AuditRow> Audits { get; } = [];

    /// <summary>What to tell those who watch.</summary>
    public List<QueueEvent> Events { get; } = [];

    /// <summary>Leases to renew.</summary>
    public List<RunRow> Renewed { get; } = [];

    /// <summary>Runs to ask for their end.</summary>
    public List<long> CancelledRuns { get; } = [];

    /// <summary>Consumers that asked for work.</summary>
    public Dictionary<string, PopRequest> Heard { get; } = new(StringComparer.Ordinal);

    /// <summary>Consumers that sent a heartbeat.</summary>
    public HashSet<string> Beats { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The site's lock is held: from here on it is later than whatever another server wrote, for which this one may have waited.
    /// </summary>
    public void BeginTime() => Now = clock();

    /// <summary>Whether somebody who waits for work may find some now.</summary>
    public bool MayHaveWork { get; set; }

    /// <summary>Whether anything is to be written.</summary>
    public bool IsChanged { get; set; }

    /// <summary>What people let a consumer do.</summary>
    public ConsumerMode ModeOf(string consumerId) => Modes.GetValueOrDefault(consumerId);

    /// <summary>The next number; larger than all before on this site.</summary>
    public long NextNumber()
    {
        Head = Head with { Sequence = Head.Sequence + 1 };
        IsChanged = true;
        return Head.Sequence;
    }

    /// <summary>The task of a uid; null where the queue has none, or nobody asked for it in time.</summary>
    public TrackedTask? Find(string uid) =>
        _byUid.TryGetValue(uid, out var tracked) && tracked.Now is not null ? tracked : null;

    /// <summary>The task of a uid that left the queue within the group; null where none did.</summary>
    public TaskRow? FindEnded(string uid) => Ends.FindLast(end => end.Row.Task.TaskUid == uid)?.Row;

    /// <summary>A task was read, or came.</summary>
    public TrackedTask Track(TrackedTask tracked)
    {
        var row = tracked.Now ?? tracked.Before!;
        if (tracked.Before is not null && ById.TryGetValue(row.Id, out var known))
        {
            return known;
        }

        _byUid[row.Task.TaskUid] = tracked;
        ById[row.Id] = tracked;
        Tasks.Add(tracked);
        return tracked;
    }

    /// <summary>Something to tell those who watch.</summary>
    public void Tell(string kind, QueueTask? task = null) =>
        Events.Add(new QueueEvent(NextNumber(), kind, task?.TaskUid, task?.Name, task?.ContextUid, Now)
        {
            Username = task?.Username,
            Ghost = task?.Ghost ?? false,
        });

    /// <summary>Writes down what a person changed.</summary>
    public void Audit(Actor by, string action, string? target, string? detail = null) =>
        Audits.Add(new AuditRow(NextNumber(), Now, by, action, target, detail));

    /// <summary>Notes what a claim said, for the case that it says so again within the group.</summary>
    public void NoteSaid(string uid, long fence, long digest) => _said.Add((uid, fence, digest));

    /// <summary>Whether a claim said that within the group.</summary>
    public bool WasSaid(string uid, long fence, long digest) => _said.Contains((uid, fence, digest));
}
