using LabQueue.Engine;
using LabQueue.Host.Administration;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Demo;

/// <summary>Fills a new site with users and tasks to try. What is there already is left alone.</summary>
/// <param name="store">The store.</param>
/// <param name="site">The site's name.</param>
/// <param name="time">The clock.</param>
internal sealed class DemoSite(IQueueStore store, string site, TimeProvider time)
{
    private const string Consumer = "http://127.0.0.1:808";
    private const string ErrorText = "HTTPError: 500 Internal Server Error - ConflictError: database conflict error";

    private readonly IQueue _queue = store.Queue(site);

    /// <summary>Fills the site; does nothing where it has been filled before.</summary>
    /// <exception cref="OptionException">The site is in use.</exception>
    public async Task FillAsync(string password, CancellationToken cancellationToken)
    {
        if (await HasAsync(DemoUsers.Last, cancellationToken))
        {
            return;
        }

        await RequireEmptyAsync(cancellationToken);

        // A crash from here on leaves a part; the next start with --demo goes on, and the last user marks the end.
        await AddUsersAsync(DemoUsers.All.Where(user => user.Username != DemoUsers.Last), password, cancellationToken);
        if (await _queue.FindAsync(DemoTasks.Of(DemoFate.Waiting)[0].Uid, cancellationToken) is null)
        {
            await EndAsync(cancellationToken);
            await RunAsync(cancellationToken);
            await BeginAsync(cancellationToken);
        }

        await AddAsync(DemoTasks.Of(DemoFate.Waiting, DemoFate.Later), cancellationToken);
        await AddUsersAsync(DemoUsers.All.Where(user => user.Username == DemoUsers.Last), password, cancellationToken);
    }

    /// <summary>Whether that is the password of the demo's users, as far as the first of them tells.</summary>
    public async Task<bool> IsPasswordAsync(string password, CancellationToken cancellationToken) =>
        await store.FindAccountAsync(site, DemoUsers.All[0].Username, cancellationToken) is { } account
        && Passwords.IsRight(account, password);

    private async Task RequireEmptyAsync(CancellationToken cancellationToken)
    {
        var isBegun = await HasAsync(DemoUsers.All[0].Username, cancellationToken);
        var figures = await _queue.StatsAsync(cancellationToken);
        var others = await store.AccountsAsync(site, cancellationToken);
        var isInUse = store.Sites[site].Settings.Users == UsersMode.Token
            || figures.Queued + figures.Running + figures.Failed + figures.Done > 0
            || others.Any(account => account.Username != FirstStart.Admin);
        if (isInUse && !isBegun)
        {
            throw new OptionException(
                $"LabQueue:Demo (--demo) is for an empty data folder, and site '{site}' is in use; "
                + "start without it, or name another folder with --data.");
        }
    }

    // Takes what has ended and ends it, as a consumer does.
    private async Task EndAsync(CancellationToken cancellationToken)
    {
        var tasks = DemoTasks.Of(DemoFate.Done, DemoFate.Failed).ToDictionary(task => task.Uid, StringComparer.Ordinal);
        await AddAsync(tasks.Values, cancellationToken);
        while (await PopAsync(cancellationToken) is { } task)
        {
            if (!tasks.TryGetValue(task.TaskUid, out var demo))
            {
                // An earlier start got further than this; what it left is not to be ended.
                await _queue.ReportAsync(
                    new TaskReport(ReportKind.Release, task.TaskUid) { Fence = task.Fence }, cancellationToken);
                return;
            }

            await _queue.ReportAsync(EndOf(task, demo), cancellationToken);
        }
    }

    // Classic consumers, one task each: their tasks run until somebody reports them.
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var tasks = DemoTasks.Of(DemoFate.Running);
        await AddAsync(tasks, cancellationToken);
        var running = await _queue.ListAsync(
            new TaskQuery { Statuses = [QueueTaskStatus.Running] }, cancellationToken);
        var busy = running.Tasks.Select(task => task.ConsumerId).ToHashSet(StringComparer.Ordinal);
        foreach (var consumer in Enumerable.Range(1, tasks.Count).Select(number => $"{Consumer}{number}"))
        {
            if (!busy.Contains(consumer))
            {
                await _queue.PopAsync(new PopRequest(consumer), cancellationToken);
            }
        }
    }

    // Leaves a task between its first chunk and the next.
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await AddAsync(DemoTasks.Of(DemoFate.Begun), cancellationToken);
        if (await PopAsync(cancellationToken) is { } task)
        {
            var report = task.Progress.Handled == 0
                ? Advance(task, task.ChunkSize)
                : new TaskReport(ReportKind.Release, task.TaskUid) { Fence = task.Fence };
            await _queue.ReportAsync(report, cancellationToken);
        }
    }

    private async Task<QueueTask?> PopAsync(CancellationToken cancellationToken)
    {
        var request = new PopRequest($"{Consumer}0") { Count = 1, Lease = QueueLimits.DefaultLease };
        var popped = await _queue.PopAsync(request, cancellationToken);
        return popped.Tasks.Count > 0 ? popped.Tasks[0] : null;
    }

    private static TaskReport EndOf(QueueTask task, DemoTask demo) => demo.Fate == DemoFate.Failed
        ? new TaskReport(ReportKind.Fail, task.TaskUid)
        {
            Fence = task.Fence,
            ErrorMessage = JsonText.FromString(ErrorText),
        }
        : Advance(task, task.Uids.Count);

    // Every eighth object is refused, so that there is a refusal to look at.
    private static TaskReport Advance(QueueTask task, int objects) => new(ReportKind.Advance, task.TaskUid)
    {
        Fence = task.Fence,
        Processed =
        [
            .. task.Uids.Take(objects).Select((uid, index) => index % 8 == 7
                ? new ItemOutcome(uid, ItemOutcomeKind.Refused, "The analysis was retracted meanwhile.")
                : new ItemOutcome(uid, ItemOutcomeKind.Done)),
        ],
    };

    private async Task AddAsync(IEnumerable<DemoTask> tasks, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await _queue.AddAsync(
            [.. tasks.Select(task => task.ToNewTask(site, now))], new Actor("labmanager", "demo"), cancellationToken);
    }

    private Task AddUsersAsync(
        IEnumerable<(string Username, string[] Roles)> users, string password, CancellationToken cancellationToken) =>
        DemoUsers.AddAsync(store, site, users, password, FirstStart.Installer, cancellationToken);

    private async Task<bool> HasAsync(string username, CancellationToken cancellationToken) =>
        await store.FindAccountAsync(site, username, cancellationToken) is not null;
}
