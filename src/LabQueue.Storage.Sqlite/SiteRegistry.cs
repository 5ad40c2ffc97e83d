using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;
using LabQueue.Storage.Sqlite.Waiting;
using LabQueue.Storage.Sqlite.Writing;

namespace LabQueue.Storage.Sqlite;

/// <summary>The sites of the file, in memory. Changed by the writer alone, read from every thread.</summary>
internal sealed class SiteRegistry
{
    private volatile Dictionary<string, SiteState> _sites;
    private volatile SiteView _view;

    public SiteRegistry() => Replace(new Dictionary<string, SiteState>(StringComparer.Ordinal));

    /// <summary>All sites.</summary>
    public IReadOnlyCollection<SiteState> All => _sites.Values;

    /// <summary>The sites by name, as they are now.</summary>
    public IReadOnlyDictionary<string, Site> View => _view;

    /// <summary>A site.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public SiteState Get(string name) =>
        _sites.TryGetValue(name, out var site) ? site : throw new KeyNotFoundException($"There is no site '{name}'.");

    /// <summary>Whether there is a site of that name.</summary>
    public bool Contains(string name) => _sites.ContainsKey(name);

    /// <summary>A site was made.</summary>
    public void Add(SiteState site) =>
        Replace(new Dictionary<string, SiteState>(_sites, StringComparer.Ordinal) { [site.Site.Name] = site });

    /// <summary>Makes what is in memory anew from the file; where its tasks lie, a site that was known before knows.</summary>
    /// <param name="database">The file.</param>
    /// <param name="now">Live leases go on from now.</param>
    public void Reload(Database database, DateTimeOffset now)
    {
        var sites = new Dictionary<string, SiteState>(StringComparer.Ordinal);
        foreach (var (id, site) in ReadSites(database))
        {
            var isKnown = _sites.TryGetValue(site.Name, out var state);
            state ??= new SiteState(id, site)
            {
                Ended = ReadEnded(database, id),
                Minutes = SiteMinutes.Read(database, id, now),
            };
            state.Minutes.WriteAgain();
            state.Site = site;
            state.Running = ReadRunning(database, id, now);
            if (isKnown)
            {
                Reranking.Start(state);
            }
            else
            {
                ReadLive(database, state, now);
            }

            state.OldFailure = 0;
            state.Counts = SiteCounts.Read(database, id, state.Waiting);
            state.Accounts = ReadAccounts(database, id);
            ReadConsumers(database, state);
            sites.Add(site.Name, state);
        }

        Replace(sites);
    }

    /// <summary>Settings as the file keeps them.</summary>
    public static string WriteSettings(SiteSettings settings) => JsonSerializer.Serialize(settings, QueueJson.Options);

    /// <summary>A list of texts as the file keeps it.</summary>
    public static string WriteList(IReadOnlyList<string> texts) => JsonSerializer.Serialize(texts, QueueJson.Options);

    /// <summary>The users of a site.</summary>
    public static ConcurrentDictionary<string, Account> ReadAccounts(Database database, int site)
    {
        var accounts = new ConcurrentDictionary<string, Account>(StringComparer.Ordinal);
        var row = database.Prepare(DirectorySql.Accounts).Bind(site);
        while (row.Step())
        {
            var account = new Account(row.Text(), row.Text(), TaskColumns.ReadList(row.Utf8()), row.Bool());
            accounts[account.Username] = account;
        }

        return accounts;
    }

    [MemberNotNull(nameof(_sites), nameof(_view))]
    private void Replace(Dictionary<string, SiteState> sites)
    {
        _sites = sites;
        _view = new SiteView(sites);
    }

    private static List<(int Id, Site Site)> ReadSites(Database database)
    {
        var sites = new List<(int, Site)>();
        var row = database.Prepare(DirectorySql.Sites);
        while (row.Step())
        {
            var id = row.Int32();
            var name = row.Text();
            var settings = JsonSerializer.Deserialize<SiteSettings>(row.Text(), QueueJson.Options)
                ?? throw new InvalidDataException($"The settings of site '{name}' are empty.");
            var site = new Site(name, settings, row.Bool(), TaskColumns.ReadList(row.Utf8()));
            sites.Add((id, site with { OldKeysEnd = row.Int64OrNull() is { } end ? UnixTime.FromMicroseconds(end) : null }));
        }

        return sites;
    }

    // What was running runs on: its consumer may well live, and gets the whole length of its lease to be heard again.
    private static RunningTasks ReadRunning(Database database, int site, DateTimeOffset now)
    {
        var running = new RunningTasks();
        var row = database.Prepare(Sql.Running).Bind(site);
        while (row.Step())
        {
            var task = TaskColumns.Read(row);
            var until = task.Run?.LeaseSeconds is { } seconds ? now.AddSeconds(seconds) : (DateTimeOffset?)null;
            running.Add(task with { Task = task.Task with { LeaseUntil = until } });
        }

        return running;
    }

    private static void ReadLive(Database database, SiteState site, DateTimeOffset now)
    {
        var stale = new List<long>();
        var row = database.Prepare(Sql.Live).Bind(site.Id);
        while (row.Step())
        {
            var (id, status) = (row.Int64(), TaskColumns.StatusOf(row.Int32()));
            site.Live.Enter(id, row.Text());

            // At once: what could be taken back of a million tasks would take more room than they.
            site.Live.Keep();
            if (status != QueueTaskStatus.Queued)
            {
                continue;
            }

            var rank = row.Int32();
            var task = ReadWaiting(row, id, site);
            site.Waiting.Enter(task, task.Lane is not null && site.Running.HasLane(task.Lane.Key), now);
            site.Waiting.Keep();
            if (task.Kind.Rank != rank)
            {
                stale.Add(id);
            }
        }

        site.StaleRanks.Add(stale);
    }

    private static WaitingTask ReadWaiting(Statement row, long id, SiteState site)
    {
        var (due, contextUid, arrival, created) = (row.Int64(), row.Text(), row.Int64(), row.Int64());
        var (name, action) = (row.Text(), row.TextOrNull());
        var (laneKey, place) = (row.TextOrNull(), row.TextOrNull());
        return new WaitingTask
        {
            Id = id,
            Kind = site.Waiting.KindOf(name, action, site.Settings.TopPriorityTasks),
            Context = new WaitingContext(contextUid, name),
            Lane = laneKey is null ? null : new WaitingLane(laneKey, place),
            Due = due,
            Created = created,
            Arrival = arrival,
            ReadyAt = row.Int64(),
        };
    }

    private static EndedTasks ReadEnded(Database database, int site)
    {
        var ended = new EndedTasks();
        var row = database.Prepare(HistorySql.Numbers).Bind(site);
        while (row.Step())
        {
            ended.Add(row.Int64(), row.Int64());
            ended.Keep();
        }

        return ended;
    }

    // Who was heard of since they were written down stays known; what people let them do is as the file has it.
    private static void ReadConsumers(Database database, SiteState site)
    {
        foreach (var (id, known) in site.Consumers)
        {
            site.Consumers[id] = known with { Mode = ConsumerMode.Active };
        }

        var row = database.Prepare(DirectorySql.Consumers).Bind(site.Id);
        while (row.Step())
        {
            var id = row.Text();
            var heard = new HeardConsumer(
                UnixTime.FromMicroseconds(row.Int64()),
                UnixTime.FromMicroseconds(row.Int64()),
                row.Bool(),
                row.TextOrNull(),
                TaskColumns.ReadList(row.Utf8()),
                (ConsumerMode)row.Int32());
            site.Consumers.AddOrUpdate(id, heard, (_, known) => known with { Mode = heard.Mode });
        }
    }
}
