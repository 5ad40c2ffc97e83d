using LabQueue.Lims.Store;
using LabQueue.Web.Queue;

namespace LabQueue.Lims.Background;

/// <summary>Finds out what the work of a page waits for. What is true of the whole queue is asked once.</summary>
/// <param name="reader">Where the work is kept.</param>
/// <param name="link">The way to the queue.</param>
/// <param name="works">The work, oldest first.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkWaits(LabReader reader, LabQueueLink link, IReadOnlyList<WorkInHand> works, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private QueueStats? _figures;
    private IReadOnlyList<ConsumerInfo>? _consumers;
    private bool _isAway;

    /// <summary>Finds it out for one of them, without waiting long for a queue that is away.</summary>
    public async Task<WorkWait> FindAsync(WorkInHand work, CancellationToken cancellationToken)
    {
        if (work.IsEnded || work.Record.Status != WorkStatus.Queued || !link.HasQueue)
        {
            return new WorkWait(WaitReason.None);
        }

        if (_isAway || await link.StateAsync(cancellationToken) == QueueState.Unreachable)
        {
            return new WorkWait(WaitReason.QueueAway);
        }

        var key = new { site = reader.Site, task_uid = work.Record.TaskUid };
        if (await reader.ScalarAsync<long>(WorkSql.IsKept, key, cancellationToken) > 0)
        {
            return new WorkWait(WaitReason.Outbox);
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await AskAsync(link.Queue, work, time.GetUtcNow(), either.Token);
        }
        catch (Exception trouble) when (trouble is QueueException || patience.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _isAway = true;
            return new WorkWait(WaitReason.QueueAway);
        }
    }

    private async Task<WorkWait> AskAsync(IQueue queue, WorkInHand work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await queue.FindAsync(work.Record.TaskUid, cancellationToken) is not { Status: QueueTaskStatus.Queued } task)
        {
            return new WorkWait(WaitReason.None);
        }

        _figures ??= await queue.StatsAsync(cancellationToken);
        if (_figures.Paused)
        {
            return new WorkWait(WaitReason.Paused);
        }

        var start = task.NotBefore ?? (task.Delay is { } delay ? task.Created.AddSeconds(delay) : now);
        if (start > now)
        {
            return new WorkWait(WaitReason.Later, start);
        }

        _consumers ??= await queue.ConsumersAsync(cancellationToken);
        if (!_consumers.Any(consumer => IsTaker(consumer, task.Name, now)))
        {
            return new WorkWait(WaitReason.NoConsumer);
        }

        return works.Any(other => IsBefore(other, work)) ? new WorkWait(WaitReason.Lane)
            : _figures.Running > 0 ? new WorkWait(WaitReason.Busy, Others: _figures.Running)
            : new WorkWait(WaitReason.None);
    }

    private static bool IsBefore(WorkInHand other, WorkInHand work) =>
        other != work && !other.IsEnded && other.Record.ContextUid == work.Record.ContextUid && other.Decided <= work.Decided;

    private static bool IsTaker(ConsumerInfo consumer, string name, DateTimeOffset now) =>
        now - consumer.LastHeard < Silence && Takers.Takes(consumer, name);
}
