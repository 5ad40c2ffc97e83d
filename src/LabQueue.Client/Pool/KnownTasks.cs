namespace LabQueue.Client.Pool;

/// <summary>Queued and running tasks by uid, and by the objects that they are about or touch. Safe for many threads.</summary>
internal sealed class KnownTasks
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, QueueTask> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _ofObject = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _tasks.Count;
            }
        }
    }

    public bool Contains(string taskUid)
    {
        lock (_lock)
        {
            return _tasks.ContainsKey(taskUid);
        }
    }

    /// <summary>The uids that it knows, without some.</summary>
    public string[] Uids(IReadOnlySet<string> without)
    {
        lock (_lock)
        {
            return [.. _tasks.Keys.Where(uid => !without.Contains(uid)).Take(QueueLimits.Uids)];
        }
    }

    public bool IsTouched(string objectUid)
    {
        lock (_lock)
        {
            return _ofObject.ContainsKey(objectUid);
        }
    }

    public IReadOnlyList<QueueTask> Touching(string objectUid)
    {
        lock (_lock)
        {
            return _ofObject.TryGetValue(objectUid, out var uids) ? [.. uids.Select(uid => _tasks[uid])] : [];
        }
    }

    /// <summary>Takes a task in, over what it knew of it.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Put(QueueTask task)
    {
        lock (_lock)
        {
            var isNew = !Drop(task.TaskUid);
            _tasks.Add(task.TaskUid, task);
            foreach (var uid in Objects(task))
            {
                if (!_ofObject.TryGetValue(uid, out var uids))
                {
                    _ofObject.Add(uid, uids = new HashSet<string>(StringComparer.Ordinal));
                }

                uids.Add(task.TaskUid);
            }

            return isNew;
        }
    }

    public void Remove(string taskUid)
    {
        lock (_lock)
        {
            Drop(taskUid);
        }
    }

    private static IEnumerable<string> Objects(QueueTask task) => task.Uids.Prepend(task.ContextUid);

    private bool Drop(string taskUid)
    {
        if (!_tasks.Remove(taskUid, out var task))
        {
            return false;
        }

        foreach (var uid in Objects(task))
        {
            if (_ofObject.TryGetValue(uid, out var uids) && uids.Remove(taskUid) && uids.Count == 0)
            {
                _ofObject.Remove(uid);
            }
        }

        return true;
    }
}
