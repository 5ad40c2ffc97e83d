using LabQueue.TestKit;

namespace LabQueue.Engine.Tests.Histories;

/// <summary>Decorators that each break one promise of the queue's interface.</summary>
internal static class BrokenQueues
{
    public static IReadOnlyDictionary<string, Func<IQueue, IQueue>> All { get; } =
        new Dictionary<string, Func<IQueue, IQueue>>(StringComparer.Ordinal)
        {
            ["fences are not checked"] = inner => new Reports(inner, report => report with { Fence = null }),
            ["the consumer is not compared"] = inner => new Reports(inner, report => report with { ConsumerId = null }),
            ["release counts as a failure"] = inner => new Reports(
                inner, report => report.Kind == ReportKind.Release ? report with { Kind = ReportKind.Fail } : report),
            ["the error message is lost"] = inner => new Reports(inner, report => report with { ErrorMessage = null }),
            ["an add of several loses the last"] = inner => new Adds(inner, tasks => tasks.Count > 1 ? [.. tasks.SkipLast(1)] : tasks),
            ["once is ignored"] = inner => new Adds(inner, tasks => [.. tasks.Select(task => task with { Once = false })]),
            ["a client's own fields are lost"] = inner => new Adds(
                inner, tasks => [.. tasks.Select(task => task with { Extra = ExtraFields.Empty })]),
            ["names are ignored"] = inner => new Pops(inner, request => request with { Names = [] }),
            ["count is ignored"] = inner => new Pops(inner, request => request with { Count = null }),
            ["the request's id is ignored"] = inner => new Pops(inner, request => request with { RequestId = null }),
            ["every lease is 15 s"] = inner => new Pops(
                inner, request => request with { Lease = request.Lease is null ? null : TimeSpan.FromSeconds(15) }),
            ["only the first report of a pop counts"] = inner => new Pops(
                inner, request => request with { Reports = [.. request.Reports.Take(1)] }),
            ["pause is ignored"] = inner => new NoPause(inner),
            ["a wish to cancel is forgotten"] = inner => new NoCancel(inner),
            ["a heartbeat renews nothing"] = inner => new NoBeat(inner),
            ["a new top-priority list moves nothing"] = inner => new NoSettings(inner),
            ["diff shows ghosts"] = inner => new Reads(inner) { Diff = request => request with { Ghosts = true } },
            ["diff forgets what the client knows"] = inner => new Reads(inner) { Diff = request => request with { Uids = [] } },
            ["a list counts from the time itself"] = inner => new Reads(inner)
            {
                List = query => query with { Since = query.Since?.AddMicroseconds(-1) },
            },
            ["a page is longer than asked for"] = inner => new Reads(inner) { List = query => query with { Limit = 1_000 } },
            ["the history forgets who ended a task"] = inner => new Reads(inner)
            {
                History = page => page with { Entries = [.. page.Entries.Select(entry => entry with { EndedBy = null })] },
            },
            ["a counter is not counted down"] = inner => new Reads(inner)
            {
                Stats = stats => stats with { Failed = stats.Failed + (stats.Done > 0 ? 1 : 0) },
            },
        };

    private sealed class Reports(IQueue inner, Func<TaskReport, TaskReport> spoil) : QueueDecorator(inner)
    {
        public override Task<ReportResult> ReportAsync(TaskReport report, CancellationToken cancellationToken) =>
            Inner.ReportAsync(spoil(report), cancellationToken);

        public override Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken) =>
            Inner.PopAsync(request with { Reports = [.. request.Reports.Select(spoil)] }, cancellationToken);
    }

    private sealed class Adds(IQueue inner, Func<IReadOnlyList<NewTask>, IReadOnlyList<NewTask>> spoil) : QueueDecorator(inner)
    {
        public override Task<IReadOnlyList<AddResult>> AddAsync(
            IReadOnlyList<NewTask> tasks, Actor by, CancellationToken cancellationToken) =>
            Inner.AddAsync(spoil(tasks), by, cancellationToken);
    }

    private sealed class Pops(IQueue inner, Func<PopRequest, PopRequest> spoil) : QueueDecorator(inner)
    {
        public override Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken) =>
            Inner.PopAsync(spoil(request), cancellationToken);
    }

    private sealed class NoPause(IQueue inner) : QueueDecorator(inner)
    {
        public override Task SetPausedAsync(bool paused, Actor by, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class NoCancel(IQueue inner) : QueueDecorator(inner)
    {
        public override async Task<ChangeResult> CancelAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
            await Inner.FindAsync(taskUid, cancellationToken) is { Status: QueueTaskStatus.Running } task
                ? new ChangeResult(ChangeOutcome.Requested, task with { CancelRequested = true })
                : await Inner.CancelAsync(taskUid, by, cancellationToken);
    }

    private sealed class NoBeat(IQueue inner) : QueueDecorator(inner)
    {
        public override Task<IReadOnlyList<HeartbeatAnswer>> HeartbeatAsync(
            Heartbeat heartbeat, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<HeartbeatAnswer>>(
                [.. heartbeat.Tasks.Select(held => new HeartbeatAnswer(held.TaskUid, held.Fence, false, true, null))]);
    }

    private sealed class NoSettings(IQueue inner) : QueueDecorator(inner)
    {
        public override Task<SiteSettings> ChangeSettingsAsync(
            IReadOnlyDictionary<string, JsonText> values, Actor by, CancellationToken cancellationToken) =>
            values.ContainsKey("top_priority_tasks")
                ? Inner.SettingsAsync(cancellationToken)
                : Inner.ChangeSettingsAsync(values, by, cancellationToken);
    }

    private sealed class Reads(IQueue inner) : QueueDecorator(inner)
    {
        public Func<DiffRequest, DiffRequest> Diff { get; init; } = request => request;

        public Func<TaskQuery, TaskQuery> List { get; init; } = query => query;

        public Func<HistoryPage, HistoryPage> History { get; init; } = page => page;

        public Func<QueueStats, QueueStats> Stats { get; init; } = stats => stats;

        public override Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
            Inner.DiffAsync(Diff(request), cancellationToken);

        public override Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
            Inner.ListAsync(List(query), cancellationToken);

        public override async Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
            History(await Inner.HistoryAsync(query, cancellationToken));

        public override async Task<QueueStats> StatsAsync(CancellationToken cancellationToken) =>
            Stats(await Inner.StatsAsync(cancellationToken));
    }
}
