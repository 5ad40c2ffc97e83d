using LabQueue.Storage.Sqlite;
using LabQueue.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Host.Tests.Docs;

/// <summary>One task in a queue of its own, to which things happen that a page describes in words.</summary>
internal sealed class TaskLife : IAsyncDisposable
{
    private const string Lease = "lease";

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly string Uid = Given.Uid("t1");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("labqueue-doc-");
    private readonly ManualTimeProvider _time = new(Given.Now);
    private readonly CancellationToken _cancellationToken;
    private SqliteQueueStore? _store;
    private long? _fence;

    private TaskLife(CancellationToken cancellationToken) => _cancellationToken = cancellationToken;

    private IQueue Queue => _store!.Queue("senaite");

    /// <summary>Makes the queue.</summary>
    public static async Task<TaskLife> BeginAsync(CancellationToken cancellationToken)
    {
        var life = new TaskLife(cancellationToken);
        life._store = await SqliteQueueStore.OpenAsync(
            new SqliteStoreOptions { Folder = life._folder.FullName },
            life._time,
            NullLoggerFactory.Instance,
            metrics: null,
            cancellationToken);
        await life._store.AddSiteAsync(Given.Site(), Given.Manager, cancellationToken);
        return life;
    }

    /// <summary>Adds the task and brings it to a state, fit for what is to happen.</summary>
    public async Task BringToAsync(string state, string happens)
    {
        var hasRetries = state != "failed" && !happens.Contains("no retries", StringComparison.Ordinal);
        var wish = Given.NewTask() with { TaskUid = Uid, Uids = Given.Uids("a", "b"), Retries = hasRetries ? 3 : 0 };
        await Queue.AddAsync([wish], Given.Clerk, _cancellationToken);
        if (state != "queued")
        {
            var isLeased = happens.Contains(Lease, StringComparison.Ordinal) || happens.Contains("advance", StringComparison.Ordinal);
            await PopAsync(isLeased);
        }

        if (state == "failed")
        {
            await ReportAsync(ReportKind.Fail);
        }

        (await StateAsync()).ShouldBe(state);
    }

    /// <summary>Lets happen what the page says.</summary>
    public Task LetHappenAsync(string happens) => happens switch
    {
        "pop" => PopAsync(isLeased: false),
        "done" => ReportAsync(ReportKind.Done),
        "fail, retries left" or "fail, no retries left" => ReportAsync(ReportKind.Fail),
        "timeout, retries left" or "timeout, no retries left" => ReportAsync(ReportKind.Timeout),
        "advance, objects left" => ReportAsync(ReportKind.Advance, "a"),
        "advance, none left" => ReportAsync(ReportKind.Advance, "a", "b"),
        "release" => ReportAsync(ReportKind.Release),
        "its lease ends" => EndLeaseAsync(),
        "its lease ends for the 5th time without progress" => EndLeasesAsync(),
        "cancel, then any report but done" => CancelRunningAsync(),
        "cancel" => Queue.CancelAsync(Uid, Given.Manager, _cancellationToken),
        "requeue" => Queue.RequeueAsync(Uid, Given.Manager, _cancellationToken),
        "delete" => Queue.DeleteAsync(Uid, Given.Manager, _cancellationToken),
        _ => throw new ArgumentException($"Nobody knows how to let '{happens}' happen.", nameof(happens)),
    };

    /// <summary>The task's state as the page calls it.</summary>
    public async Task<string> StateAsync() =>
        (await Queue.ExplainAsync(Uid, _cancellationToken))!.Task.Status.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task PopAsync(bool isLeased)
    {
        var popped = await Queue.PopAsync(isLeased ? Given.LeasedPop() : Given.Pop(), _cancellationToken);
        _fence = popped.Tasks.ShouldHaveSingleItem().Fence;
    }

    private async Task ReportAsync(ReportKind kind, params string[] processed)
    {
        var report = new TaskReport(kind, Uid)
        {
            Fence = _fence,
            Processed = [.. processed.Select(start => new ItemOutcome(Given.Uid(start), ItemOutcomeKind.Done))],
        };
        (await Queue.ReportAsync(report, _cancellationToken)).Outcome.ShouldBe(ReportOutcome.Accepted);
    }

    private async Task EndLeaseAsync()
    {
        _time.Advance(Long);
        await _store!.SweepAsync(_cancellationToken);
    }

    private async Task EndLeasesAsync()
    {
        for (var time = 1; time < 5; time++)
        {
            await EndLeaseAsync();
            await PopAsync(isLeased: true);
        }

        var before = await Queue.FindAsync(Uid, _cancellationToken);
        await EndLeaseAsync();
        var after = await Queue.FindAsync(Uid, _cancellationToken);
        after!.Retries.ShouldBe(before!.Retries - 1);
    }

    private async Task CancelRunningAsync()
    {
        await Queue.CancelAsync(Uid, Given.Manager, _cancellationToken);
        await ReportAsync(ReportKind.Fail);
    }
}
