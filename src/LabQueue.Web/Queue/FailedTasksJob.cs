namespace LabQueue.Web.Queue;

/// <summary>Requeues or removes failed tasks one after the other, and tells how far it is.</summary>
/// <param name="isRemoval">Removes them; else requeues them.</param>
/// <param name="filter">Which of them.</param>
/// <param name="by">Who asked for it.</param>
/// <param name="total">How many failed tasks there were when it began.</param>
internal sealed class FailedTasksJob(bool isRemoval, TaskFilter filter, Actor by, long total)
{
    private const int Batch = 200;

    private long _looked;
    private long _changed;
    private volatile bool _isBroken;

    /// <summary>Whether it removes; else it requeues.</summary>
    public bool IsRemoval => isRemoval;

    /// <summary>How many tasks it looks at.</summary>
    public long Total => total;

    /// <summary>How many it looked at so far.</summary>
    public long Looked => Volatile.Read(ref _looked);

    /// <summary>How many it requeued or removed so far.</summary>
    public long Changed => Volatile.Read(ref _changed);

    /// <summary>Whether it gave up, because the queue did not answer; asked for once more, it goes on with what is left.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>Ends with the job; never with an exception.</summary>
    public Task Run { get; private set; } = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start(IQueue queue, CancellationToken stopping) => Run = Task.Run(() => RunAsync(queue, stopping), CancellationToken.None);

    // A crash from here on leaves the rest as it was: failed, and on the page for whoever asks again.
    private async Task RunAsync(IQueue queue, CancellationToken stopping)
    {
        try
        {
            await ChangeAllAsync(queue, stopping);
        }
        catch (QueueException)
        {
            _isBroken = true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            _isBroken = true;
        }
    }

    // A task that fails again meanwhile comes later in the list: no more are looked at than there were.
    private async Task ChangeAllAsync(IQueue queue, CancellationToken stopping)
    {
        var query = new TaskQuery { Statuses = [QueueTaskStatus.Failed], Limit = Batch };
        while (Looked < total)
        {
            var page = await queue.ListAsync(query, stopping);
            foreach (var task in page.Tasks.Take((int)Math.Min(Batch, total - Looked)))
            {
                if (filter.IsWanted(task))
                {
                    var result = isRemoval
                        ? await queue.DeleteAsync(task.TaskUid, by, stopping)
                        : await queue.RequeueAsync(task.TaskUid, by, stopping);
                    _changed += result.Outcome == ChangeOutcome.NotFound ? 0 : 1;
                }

                _looked++;
            }

            if (page.Next is null)
            {
                return;
            }

            query = query with { After = page.Next };
        }
    }
}
