using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Waiting;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Gives work to consumers.</summary>
/// <remarks><c>wire-protocol</c>, section 7, "pop", whose steps are named here, and section 12.</remarks>
internal static class PopTasks
{
    /// <summary>Carries out the reports of a request, then gives it work.</summary>
    public static PopResult Run(WriteSession session, SiteState site, PopRequest request)
    {
        var reported = request.Reports.Count == 0
            ? []
            : request.Reports.Select(report => ReportTasks.Run(session, site, report)).ToArray();
        HearConsumers.Hear(session, site, request);

        // Step 1, and the same for leases. Before all else: a claim whose lease is over is not given again.
        ReclaimEnded(session, site);
        if (GivenBefore(site, request) is { Length: > 0 } given)
        {
            return new PopResult(given, reported);
        }

        var tasks = request.Lease is null && LosesOwn(session, site, request.ConsumerId) ? [] : Take(session, site, request);
        return new PopResult(tasks, reported);
    }

    /// <summary>Steps 3 to 5: takes what may run, while the site's limit allows.</summary>
    public static IReadOnlyList<QueueTask> Take(WriteSession session, SiteState site, PopRequest request)
    {
        if (site.Site.Paused || site.Consumers.GetValueOrDefault(request.ConsumerId) is { Mode: not ConsumerMode.Active })
        {
            return [];
        }

        TaskMoves.PromoteDue(session, site);
        var limit = SettingRules.MaxConcurrent(site.Settings);
        List<QueueTask>? tasks = null;
        for (var left = request.Count ?? 1; left > 0 && (limit == 0 || site.Running.Count < limit); left--)
        {
            if (site.Waiting.First(request.Names, task => IsHeldBack(site, task)) is not { } head)
            {
                break;
            }

            var row = TaskColumns.ReadFirst(session.Database.Prepare(Sql.Waiting).Bind(head.Id))
                ?? throw new InvalidDataException($"The waiting task of row {head.Id} is not in the file.");
            tasks ??= [];
            tasks.Add(TaskMoves.Start(session, site, row, request));
        }

        return tasks is null ? [] : tasks;
    }

    /// <summary>Ends runs whose lease, or classic time limit, is over.</summary>
    /// <returns>How many.</returns>
    public static int ReclaimEnded(WriteSession session, SiteState site)
    {
        var ended = site.Running.Ended(session.Now);
        foreach (var running in ended)
        {
            var row = running.Row;
            var isLeased = running.Lease is not null;
            var after = isLeased
                ? TaskLifecycle.Orphan(row.Task, site.Settings, session.Now)
                : TaskLifecycle.TimeOut(row.Task, session.Now);
            TaskMoves.Settle(
                session, site, row, row with { Task = after }, isLeased ? "orphaned" : "timeout", new Actor(row.Task.ConsumerId!));
        }

        return ended.Count;
    }

    // Step 2: a classic consumer only asks when it has no work, so what it still has, it has lost.
    private static bool LosesOwn(WriteSession session, SiteState site, string consumerId)
    {
        var own = site.Running.OfConsumer(consumerId).Where(running => running.Lease is null).ToArray();
        foreach (var running in own.Where(running => TaskLifecycle.IsForgotten(running.Task, session.Now)))
        {
            var row = running.Row;
            var after = row with { Task = TaskLifecycle.Purge(row.Task, session.Now) };
            TaskMoves.Settle(session, site, row, after, "purged", new Actor(consumerId));
        }

        return own.Length > 0;
    }

    // The answer to this request may have been lost on its way: as long as the leases live, it is given again.
    private static QueueTask[]? GivenBefore(SiteState site, PopRequest request) =>
        request.RequestId is null
            ? null
            : [.. site.Running.OfConsumer(request.ConsumerId)
                .Where(running => running.ClaimRequest == request.RequestId)
                .OrderBy(running => running.Task.Fence)
                .Select(running => running.Task)];

    // Step 4, for tasks without a lane of their own; those that have one are told apart by their lanes alone.
    private static bool IsHeldBack(SiteState site, WaitingTask task) =>
        task.Lane?.Place is { } place && !site.Settings.ExactPairs && site.Running.HoldsBack(task.Kind.Name, place);
}
