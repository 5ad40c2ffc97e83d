using LabQueue.Consumer;
using LabQueue.Lims.Clients;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Background;

/// <summary>Walks a client's tree step by step; what was killed goes on where it was.</summary>
internal sealed class RightsHandler(LabStore store, RightsWalk walk, LabSite site, ConsumerName consumer) : ITaskHandler
{
    /// <inheritdoc/>
    public async Task HandleAsync(TaskRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        await DoAsync(run.Task, cancellationToken);
        run.Finish();
    }

    /// <summary>Walks to the end of a task's tree.</summary>
    public async Task DoAsync(QueueTask task, CancellationToken cancellationToken)
    {
        var record = await FindAsync(task, cancellationToken);
        var origin = WorkLedger.OriginOf(record, consumer.Id);
        while (await walk.StepAsync(site.Name, task.ContextUid, RightsWalk.UsualSize, origin, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        await EndAsync(record, cancellationToken);
    }

    private async Task<WorkRecord> FindAsync(QueueTask task, CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site.Name, cancellationToken);
        return await WorkLedger.FindAsync(reader, task.TaskUid, cancellationToken) ?? new WorkRecord
        {
            TaskUid = task.TaskUid,
            Name = task.Name,
            Username = task.Username,
            Decided = task.Created.ToMicroseconds(),
        };
    }

    private async Task EndAsync(WorkRecord record, CancellationToken cancellationToken)
    {
        await using var work = await store.BeginAsync(site.Name, WorkLedger.OriginOf(record, consumer.Id), cancellationToken);
        var after = record with
        {
            Status = WorkStatus.Done,
            ConsumerId = consumer.Id,
            Error = null,
            Ended = work.Now.ToMicroseconds(),
        };
        await WorkLedger.SetAsync(work, record, after, cancellationToken);
        await work.CommitAsync(cancellationToken);
    }
}
