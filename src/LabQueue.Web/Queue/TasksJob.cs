namespace LabQueue.Web.Queue;

/// <summary>Changes all tasks that a search finds, one after the other, and tells how far it is.</summary>
/// <param name="what">What is done to them, as <see cref="TaskChanges"/> calls it.</param>
/// <param name="search">Which tasks.</param>
/// <param name="by">Who asked for it.</param>
/// <param name="total">How many there were when it began; null: nobody counted.</param>
/// <param name="priority">The priority, where one is given.</param>
internal sealed class TasksJob(string what, TaskSearch search, Actor by, long? total, int priority)
{
    private const int Batch = 200;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    private long _looked;
    private long _changed;
    private volatile bool _isBroken;

    /// <summary>What is done to them.</summary>
    public string What => what;

    /// <summary>How many there were; null: nobody counted.</summary>
    public long? Total => total;

    /// <summary>How many it looked at so far.</summary>
    public long Looked => Volatile.Read(ref _looked);

    /// <summary>How many it changed so far.</summary>
    public long Changed => Volatile.Read(ref _changed);

    /// <summary>Whether it gave up, because the queue did not answer; asked for once more, it goes on with what is left.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>Ends with the job; never with an exception.</summary>
    public Task Run { get; private set; } = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start(IQueue queue, CancellationToken stopping) => Run = Task.Run(() => RunAsync(queue, stopping), CancellationToken.None);

    // A crash from here on leaves the rest as it was, and on the page for whoever asks again.
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

    // From the latest to the first: a task that comes, or fails again, meanwhile is not looked at.
    private async Task ChangeAllAsync(IQueue queue, CancellationToken stopping)
    {
        var next = search with { Limit = Batch, Wait = Wait };
        while (true)
        {
            var page = await queue.FindTasksAsync(next, stopping);
            foreach (var (task, _) in page.Tasks)
            {
                var outcome = await TaskChanges.ChangeAsync(queue, what, task, by, priority, stopping);
                _changed += outcome is ChangeOutcome.Changed or ChangeOutcome.Requested ? 1 : 0;
                _looked++;
            }

            if (page.Next is null)
            {
                return;
            }

            next = next with { Before = page.Next, Wait = TimeSpan.Zero };
        }
    }
}
