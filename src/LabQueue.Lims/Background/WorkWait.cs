using LabQueue.Lims.Store;

namespace LabQueue.Lims.Background;

/// <summary>Why work has not been begun.</summary>
/// <param name="Reason">What keeps it.</param>
/// <param name="Until">For <see cref="WaitReason.Later"/>: until when.</param>
/// <param name="Others">For <see cref="WaitReason.Busy"/>: how many other tasks run.</param>
internal sealed record WorkWait(WaitReason Reason, DateTimeOffset? Until = null, long Others = 0)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    /// <summary>Finds out, without waiting long for a queue that is away.</summary>
    /// <param name="reader">Where the work is kept.</param>
    /// <param name="link">The way to the queue.</param>
    /// <param name="works">The work about one object, oldest first.</param>
    /// <param name="work">That of it which waits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public static async Task<WorkWait> FindAsync(
        LabReader reader,
        LabQueueLink link,
        IReadOnlyList<WorkInHand> works,
        WorkInHand work,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (work.IsEnded || work.Record.Status != WorkStatus.Queued || !link.HasQueue)
        {
            return new WorkWait(WaitReason.None);
        }

        if (await link.StateAsync(cancellationToken) == QueueState.Unreachable)
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
            return await AskAsync(link.Queue, works, work, time.GetUtcNow(), either.Token);
        }
        catch (Exception trouble) when (trouble is QueueException || patience.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new WorkWait(WaitReason.QueueAway);
        }
    }

    private static async Task<WorkWait> AskAsync(
        IQueue queue, IReadOnlyList<WorkInHand> works, WorkInHand work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await queue.FindAsync(work.Record.TaskUid, cancellationToken) is not { Status: QueueTaskStatus.Queued } task)
        {
            return new WorkWait(WaitReason.None);
        }

        var figures = await queue.StatsAsync(cancellationToken);
        if (figures.Paused)
        {
            return new WorkWait(WaitReason.Paused);
        }

        var start = task.NotBefore ?? (task.Delay is { } delay ? task.Created.AddSeconds(delay) : now);
        if (start > now)
        {
            return new WorkWait(WaitReason.Later, start);
        }

        if (!(await queue.ConsumersAsync(cancellationToken)).Any(consumer => now - consumer.LastHeard < Silence))
        {
            return new WorkWait(WaitReason.NoConsumer);
        }

        return works.Any(other => other != work && !other.IsEnded && other.Decided <= work.Decided) ? new WorkWait(WaitReason.Lane)
            : figures.Running > 0 ? new WorkWait(WaitReason.Busy, Others: figures.Running)
            : new WorkWait(WaitReason.None);
    }
}
