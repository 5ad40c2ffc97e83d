namespace LabQueue.Consumer;

/// <summary>One chunk of a task in the hands of a handler. Safe for use by many threads at once.</summary>
/// <remarks>
/// What the handler tells counts once it returns. An object of the chunk of which it says nothing is done; an exception
/// throws away what was told, and the chunk comes again.
/// </remarks>
public sealed class TaskRun
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _objects;
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ItemOutcome> _told = new(StringComparer.Ordinal);
    private bool _isFinished;

    /// <summary>A run of a task; handlers get theirs from the consumer, tests make their own.</summary>
    /// <param name="task">The task, as it was taken.</param>
    /// <param name="stopRequested">See <see cref="StopRequested"/>.</param>
    public TaskRun(QueueTask task, CancellationToken stopRequested = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        Task = task;
        StopRequested = stopRequested;
        Chunk = task.ChunkSize <= 0 || task.ChunkSize >= task.Uids.Count ? task.Uids : [.. task.Uids.Take(task.ChunkSize)];
        _objects = new HashSet<string>(Chunk, StringComparer.Ordinal);
    }

    /// <summary>The task as it was taken: what to do, about what, and as whom (<see cref="QueueTask.Username"/>).</summary>
    public QueueTask Task { get; }

    /// <summary>The objects to work on now: the first <c>chunk_size</c> of the task's; empty for a task without objects.</summary>
    public IReadOnlyList<string> Chunk { get; }

    /// <summary>
    /// The consumer was asked to stop and waits for this run to end. A handler with much left to do may <see cref="Keep"/>
    /// the objects that it has not begun, and return; nothing is lost if it does not look.
    /// </summary>
    public CancellationToken StopRequested { get; }

    /// <summary>The object went well.</summary>
    /// <param name="uid">One of <see cref="Chunk"/>.</param>
    /// <param name="message">Something to say about it; mostly nothing.</param>
    /// <exception cref="ArgumentException">It is none of the chunk's.</exception>
    public void Done(string uid, string? message = null) => Tell(uid, ItemOutcomeKind.Done, message);

    /// <summary>The laboratory's rules say no to the object. It is told to the person who asked, and not tried again.</summary>
    /// <param name="uid">One of <see cref="Chunk"/>.</param>
    /// <param name="reason">Why, for that person.</param>
    /// <exception cref="ArgumentException">It is none of the chunk's.</exception>
    public void Refused(string uid, string reason) => Tell(uid, ItemOutcomeKind.Refused, reason);

    /// <summary>Something broke for this object alone. It is told to the person who asked, and not tried again.</summary>
    /// <param name="uid">One of <see cref="Chunk"/>.</param>
    /// <param name="reason">What, for that person.</param>
    /// <exception cref="ArgumentException">It is none of the chunk's.</exception>
    public void Failed(string uid, string reason) => Tell(uid, ItemOutcomeKind.Failed, reason);

    /// <summary>The object was not this task's any more, or needed nothing.</summary>
    /// <param name="uid">One of <see cref="Chunk"/>.</param>
    /// <param name="reason">Why, for the person who asked.</param>
    /// <exception cref="ArgumentException">It is none of the chunk's.</exception>
    public void Skipped(string uid, string? reason = null) => Tell(uid, ItemOutcomeKind.Skipped, reason);

    /// <summary>The object was not handled now: it stays in the task, for its next chunk.</summary>
    /// <param name="uid">One of <see cref="Chunk"/>.</param>
    /// <exception cref="ArgumentException">It is none of the chunk's.</exception>
    public void Keep(string uid)
    {
        lock (_lock)
        {
            Require(uid);
            _told.Remove(uid);
            _kept.Add(uid);
        }
    }

    /// <summary>All of the task is done, not only this chunk: there will be no further one.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            _isFinished = true;
        }
    }

    /// <summary>What the run has come to, now that its handler has returned: the report that the consumer makes of it.</summary>
    /// <returns>
    /// An advance with the outcomes of the chunk; done for a task without objects, or after <see cref="Finish"/>; a failure
    /// where every object was kept, or a release if that was because the consumer stops. Without fence and consumer.
    /// </returns>
    public TaskReport ToReport()
    {
        lock (_lock)
        {
            if (_isFinished || Chunk.Count == 0)
            {
                return new TaskReport(ReportKind.Done, Task.TaskUid);
            }

            var processed = Chunk.Where(uid => !_kept.Contains(uid))
                .Select(uid => _told.TryGetValue(uid, out var told) ? told : new ItemOutcome(uid, ItemOutcomeKind.Done))
                .ToArray();
            return processed.Length > 0 ? new TaskReport(ReportKind.Advance, Task.TaskUid) { Processed = processed }
                : StopRequested.IsCancellationRequested ? new TaskReport(ReportKind.Release, Task.TaskUid)
                : Reports.Fail(
                    Task, $"The handler kept all {Chunk.Count} objects of its chunk, so that the task would never end.");
        }
    }

    private void Tell(string uid, ItemOutcomeKind outcome, string? message)
    {
        lock (_lock)
        {
            Require(uid);
            _kept.Remove(uid);
            _told[uid] = new ItemOutcome(uid, outcome, Reports.Shorten(message, QueueLimits.TextLength));
        }
    }

    private void Require(string uid)
    {
        if (!_objects.Contains(uid))
        {
            throw new ArgumentException(
                $"'{uid}' is none of the {Chunk.Count} objects of this chunk of task {Task.TaskUid}.", nameof(uid));
        }
    }
}
