namespace LabQueue.Storage.Sqlite.Waiting;

/// <summary>Finds the waiting task that was made first.</summary>
/// <remarks>
/// Tasks leave in another order than that of their age. One that left stays noted until it comes to the front, or until more
/// that left are noted than wait.
/// </remarks>
internal sealed class OldestTask
{
    private const int FewEnough = 1_024;

    private readonly PriorityQueue<long, long> _noted = new();

    /// <summary>One more waits.</summary>
    public void Add(WaitingTask task) => _noted.Enqueue(task.Id, task.Created);

    /// <summary>The oldest one; null while none waits.</summary>
    /// <param name="waiting">Those that wait, by row number.</param>
    public WaitingTask? Find(Dictionary<long, WaitingTask> waiting)
    {
        if (_noted.Count > FewEnough + (waiting.Count * 3 / 2))
        {
            _noted.Clear();
            _noted.EnqueueRange(waiting.Values.Select(task => (task.Id, task.Created)));
            _noted.TrimExcess();
        }

        while (_noted.TryPeek(out var id, out var created))
        {
            // A task that was put back may have a new age.
            if (waiting.TryGetValue(id, out var task) && task.Created == created)
            {
                return task;
            }

            _noted.Dequeue();
        }

        return null;
    }
}
