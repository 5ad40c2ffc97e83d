using LabQueue.Client.Outbox;

namespace LabQueue.Client.Sqlite;

/// <summary>Tasks that somebody waits to have kept.</summary>
internal sealed class KeepWish(IReadOnlyList<OutboxTask> tasks)
{
    private readonly TaskCompletionSource _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The tasks.</summary>
    public IReadOnlyList<OutboxTask> Tasks { get; } = tasks;

    /// <summary>Ends when they are on the disk, or cannot be.</summary>
    public Task Kept => _kept.Task;

    /// <summary>Nobody waits any more.</summary>
    public bool IsDropped => _kept.Task.IsCanceled;

    public void Drop() => _kept.TrySetCanceled();

    public void Succeed() => _kept.TrySetResult();

    public void Fail(Exception trouble)
    {
        // Who waits takes it from the task; who does not any more must not hear of it elsewhere.
        _kept.TrySetException(trouble);
        _ = _kept.Task.Exception;
    }
}
