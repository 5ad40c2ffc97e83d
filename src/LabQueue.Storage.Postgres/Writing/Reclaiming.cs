using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Ends runs whose lease, or classic time limit, is over: step 1 of a wish for work.</summary>
internal static class Reclaiming
{
    /// <summary>Ends them, in the order of their ends.</summary>
    public static void Run(GroupWork work)
    {
        foreach (var run in work.Running.All.Where(run => run.Until < work.Now).OrderBy(run => run.Until).ThenBy(run => run.Id).ToArray())
        {
            var tracked = work.ById[run.Id];
            var task = tracked.Now!.Task;
            var after = run.LeaseSeconds is null
                ? TaskLifecycle.TimeOut(task, work.Now)
                : TaskLifecycle.Orphan(task, work.Settings, work.Now);
            TaskMoves.Settle(
                work, tracked, after, run.LeaseSeconds is null ? "timeout" : "orphaned", new Actor(run.ConsumerId));
        }
    }
}
