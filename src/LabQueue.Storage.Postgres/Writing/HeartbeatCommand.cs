using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Renews leases.</summary>
/// <param name="heartbeat">Who is alive, and what it has.</param>
internal sealed class HeartbeatCommand(Heartbeat heartbeat)
    : WriteCommand<IReadOnlyList<HeartbeatAnswer>>(Turn.Heartbeat)
{
    /// <inheritdoc/>
    public override void Plan(LoadPlan plan) => plan.Runs = true;

    /// <inheritdoc/>
    public override ValueTask RunAsync(GroupWork work, CancellationToken cancellationToken)
    {
        Result = [.. heartbeat.Tasks.Select(held => Beat(work, held))];
        work.Beats.Add(heartbeat.ConsumerId);
        return ValueTask.CompletedTask;
    }

    private HeartbeatAnswer Beat(GroupWork work, HeldTask held)
    {
        var run = work.Running.All.FirstOrDefault(run =>
            run.LeaseSeconds is not null && run.Number == held.Fence && run.TaskUid == held.TaskUid
            && run.ConsumerId == heartbeat.ConsumerId);
        if (run is null || run.Until < work.Now)
        {
            return new HeartbeatAnswer(held.TaskUid, held.Fence, Held: false, Stop: true, LeaseUntil: null);
        }

        var seconds = heartbeat.Lease?.TotalSeconds ?? run.LeaseSeconds!.Value;
        var renewed = run with { LeaseSeconds = seconds, Until = work.Now.AddSeconds(seconds) };
        work.Running.Replace(renewed);
        work.Renewed.Add(renewed);
        var stop = TaskLifecycle.IsToStop(TaskOf(run), work.ModeOf(heartbeat.ConsumerId), work.Now);
        return new HeartbeatAnswer(held.TaskUid, held.Fence, Held: true, stop, renewed.Until);
    }

    // What the rule looks at; the rest of the task need not be read for a heartbeat.
    private static QueueTask TaskOf(RunRow run) => new()
    {
        TaskUid = run.TaskUid,
        Name = string.Empty,
        ContextUid = LabQueue.TaskUid.Site,
        ContextPath = string.Empty,
        Started = run.Started,
        MaxSeconds = run.MaxSeconds,
        CancelRequested = run.CancelRequested,
    };
}
