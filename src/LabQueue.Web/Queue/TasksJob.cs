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

    private volatile ChangeTally _tally = new();
    private volatile bool _isBroken;

    /// <summary>What is done to them.</summary>
    public string What => what;

    /// <summary>How many there were; null: nobody counted.</summary>
    public long? Total => total;

    /// <summary>Which of the tasks that are found are meant.</summary>
    public Func<QueueTask, bool> IsMeant { get; init; } = _ => true;

    /// <summary>What became of those that it looked at so far.</summary>
    public ChangeTally Tally => _tally;

    /// <summary>Whether it gave up, mostly because the queue did not answer; asked for once more, it goes on with what is left.</summary>
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
        catch (Exception)
        {
            // Whatever it was, the page tells how far it came, and nobody else would.
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
            foreach (var task in page.Tasks.Select(found => found.Task).Where(IsMeant))
            {
                _tally = _tally.And(await TaskChanges.ChangeAsync(queue, what, task, by, priority, stopping));
            }

            if (page.Next is null)
            {
                return;
            }

            next = next with { Before = page.Next, Wait = TimeSpan.Zero };
        }
    }
}
