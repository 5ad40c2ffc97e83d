using LabQueue.Consumer;
using LabQueue.Engine;
using LabQueue.Lims.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Clients;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Lims.Worksheets;
using LabQueue.Storage.Sqlite;
using LabQueue.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Lims.Tests.Background;

/// <summary>A laboratory with a real queue, whose tasks are worked off a chunk at a time, when a test says so.</summary>
internal sealed class QueuedLaboratory : IAsyncDisposable
{
    private const string Consumer = "consumer-1";

    private readonly DirectoryInfo _folder;
    private readonly IQueueStore _queues;
    private readonly LabQueueLinks _links;
    private readonly WorkPerformer _performer;

    private QueuedLaboratory(Laboratory laboratory, DirectoryInfo folder, IQueueStore queues)
    {
        (Laboratory, _folder, _queues) = (laboratory, folder, queues);
        Queue = new SwitchableQueue(queues.Queue(Laboratory.Site));
        _links = new LabQueueLinks(_ => Queue, laboratory.Time);
        var users = new LabUsers();
        var filling = new SheetFilling();
        var site = new LabSite(Laboratory.Site);
        _performer = new WorkPerformer(filling);
        Ends = new WorkEnd(laboratory.Store, laboratory.Time);
        Relay = new OutboxRelay(laboratory.Store, _links, Ends, site, laboratory.Time, NullLogger<OutboxRelay>.Instance);
        Follower = new QueueFollower(laboratory.Store, _links, Ends, site, laboratory.Time, NullLogger<QueueFollower>.Instance);
        Work = WorkOn(laboratory.Store);
        Readiness = new LabReadiness(laboratory.Store, _links, site, laboratory.Time);
        Handler = new LabTaskHandler(
            laboratory.Store,
            RunnerOn(laboratory.Store),
            _links,
            site,
            new ConsumerName(Consumer));
        var rights = new RightsHandler(laboratory.Store, new RightsWalk(laboratory.Store), site, new ConsumerName(Consumer));
        Processor = new TaskProcessor(laboratory.Store, _links, Handler, rights, users, NullLogger<TaskProcessor>.Instance);
    }

    public Laboratory Laboratory { get; }

    public SwitchableQueue Queue { get; }

    public BackgroundWork Work { get; }

    public OutboxRelay Relay { get; }

    public QueueFollower Follower { get; }

    public WorkEnd Ends { get; }

    public LabReadiness Readiness { get; }

    public LabTaskHandler Handler { get; }

    public TaskProcessor Processor { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes one, with the users of the tests and chunks of that size.</summary>
    public static async Task<QueuedLaboratory> CreateAsync(int chunk = 5) => await CreateAsync(await Laboratory.CreateAsync(), chunk);

    /// <summary>The same of a laboratory that is there.</summary>
    public static async Task<QueuedLaboratory> CreateAsync(Laboratory laboratory, int chunk)
    {
        var folder = Directory.CreateTempSubdirectory("labqueue-lims-queue-");
        var store = await SqliteQueueStore.OpenAsync(
            new SqliteStoreOptions { Folder = folder.FullName }, laboratory.Time, NullLoggerFactory.Instance);
        await store.AddSiteAsync(Given.Site(trust: TrustMode.Roles), Given.Manager, Token);
        var made = new QueuedLaboratory(laboratory, folder, store);
        await made.SetChunkAsync(chunk);
        await laboratory.GivenUserAsync("labmanager", Role.LabManager);
        await laboratory.GivenUserAsync("analyst1", Role.Analyst);
        await laboratory.GivenUserAsync("verifier1", Role.Verifier);
        await laboratory.GivenSetupAsync();
        await made.Follower.RunOnceAsync(Token);
        return made;
    }

    /// <summary>Sets the objects per chunk of new tasks; 0 turns the queue off.</summary>
    public async Task SetChunkAsync(int chunk)
    {
        await Queue.ChangeSettingsAsync(
            new Dictionary<string, JsonText>(StringComparer.Ordinal) { ["default"] = new(chunk.ToString(System.Globalization.CultureInfo.InvariantCulture)) },
            Given.Manager,
            Token);
        _links.Of(Laboratory.Site).Forget();
    }

    /// <summary>The same work on another store, such as one that is interrupted.</summary>
    public BackgroundWork WorkOn(LabStore store) => new(store, _links, new WorkPlanner(new SheetFilling()), _performer, Relay);

    /// <summary>The same chunks on another store, such as one that is interrupted.</summary>
    public ChunkRunner RunnerOn(LabStore store) => new(store, new LabUsers(), _performer);

    /// <summary>What is known of the queue is asked for anew.</summary>
    public void ForgetQueue() => _links.Of(Laboratory.Site).Forget();

    /// <summary>Stops the queue from giving out work, or lets it go on.</summary>
    public Task SetPausedAsync(bool paused) => Queue.SetPausedAsync(paused, Given.Manager, Token);

    /// <summary>Gives analyses the result that tests submit.</summary>
    public Task<int> EnterResultsAsync(IReadOnlyList<Analysis> analyses) => Laboratory.ChangeAsync(async work =>
    {
        foreach (var analysis in await work.FindAsync<Analysis>([.. analyses.Select(one => one.Uid)], Token))
        {
            work.Put(analysis with { Result = "12" });
        }

        return 0;
    });

    /// <summary>Asks for work and sends what was queued.</summary>
    public async Task<WorkAnswer> AskAsync(LabUser user, string action, string contextUid, params IEnumerable<string> uids)
    {
        var answer = await Work.RunAsync(
            Laboratory.Site, new WorkRequest(action, contextUid, [.. uids]), user, Laboratory.By(user.Username), Token);
        await Relay.RunOnceAsync(Token);
        return answer;
    }

    /// <summary>Takes the best task and does a chunk of it, as a consumer does.</summary>
    /// <returns>The task as it was taken; null where none waits.</returns>
    public async Task<QueueTask?> WorkAsync()
    {
        if (await TakeAsync() is not { } task)
        {
            return null;
        }

        TaskReport report;
        try
        {
            var run = new TaskRun(task);
            await Handler.HandleAsync(run, Token);
            report = run.ToReport();
        }
        catch (TaskFailedException failure)
        {
            report = new TaskReport(ReportKind.Fail, task.TaskUid) { ErrorMessage = JsonText.FromString(failure.Message) };
        }

        await Queue.ReportAsync(report with { Fence = task.Fence, ConsumerId = Consumer }, Token);
        return task;
    }

    /// <summary>Takes the best task, and leaves it at that.</summary>
    public async Task<QueueTask?> TakeAsync()
    {
        var taken = await Queue.PopAsync(new PopRequest(Consumer) { Lease = TimeSpan.FromSeconds(15), Count = 1 }, Token);
        return taken.Tasks is [var task] ? task : null;
    }

    /// <summary>Does the queue's housekeeping: leases that ended, tasks that are due.</summary>
    public Task SweepQueueAsync() => _queues.SweepAsync(Token);

    /// <summary>Works until nothing waits.</summary>
    public async Task DrainAsync()
    {
        while (await WorkAsync() is not null)
        {
        }

        await Follower.RunOnceAsync(Token);
    }

    /// <summary>A piece of work as the laboratory knows it.</summary>
    public async Task<WorkRecord> RecordAsync(string? taskUid) => (await Laboratory.ReadAsync(
        reader => WorkLedger.FindAsync(reader, taskUid.ShouldNotBeNull(), Token))).ShouldNotBeNull();

    /// <summary>What became of the objects of a piece of work.</summary>
    public Task<IReadOnlyList<WorkOutcome>> OutcomesAsync(string? taskUid) => Laboratory.ReadAsync(
        reader => WorkLedger.OutcomesAsync(reader, taskUid.ShouldNotBeNull(), 0, 10_000, Token));

    /// <summary>Which of these wait for a task.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(IEnumerable<Analysis> analyses)
    {
        string[] uids = [.. analyses.Select(analysis => analysis.Uid)];
        var pending = await Laboratory.ReadAsync(reader => PendingItems.FindAsync(reader, uids, Token));
        return [.. uids.Where(pending.ContainsKey)];
    }

    /// <summary>The states of these, now.</summary>
    public async Task<IReadOnlyList<string>> StatesAsync(IEnumerable<LabObject> objects)
    {
        string[] uids = [.. objects.Select(value => value.Uid)];
        return [.. (await Laboratory.ReadAsync(reader => reader.FindAsync<LabObject>(uids, Token))).Select(value => value.State)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Relay.Dispose();
        Follower.Dispose();
        _links.Dispose();
        await _queues.DisposeAsync();
        await Laboratory.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
