namespace LabQueue.TestKit.Model;

public partial class ModelQueue
{
    /// <summary>The task of that uid, in any state.</summary>
    public QueueTask? Find(string uid) => _tasks.Find(task => task.TaskUid == uid);

    /// <summary>Section 8, tasks; without pages.</summary>
    public IReadOnlyList<QueueTask> List(TaskQuery query) =>
    [
        .. Seen(query.Statuses, query.Ghosts, query.Username)
            .Where(task => query.Since is null || task.Created > query.Since)
            .Where(task => query.Name is null || task.Name == query.Name),
    ];

    /// <summary>Section 8, search.</summary>
    public IReadOnlyList<QueueTask> Search(string uid, string? name) =>
    [
        .. Tasks
            .Where(task => task.ContextUid == uid || task.Uids.Contains(uid))
            .Where(task => name is null || task.Name == name),
    ];

    /// <summary>Section 8, diff; section 12 for tasks that advanced.</summary>
    public DiffResult Diff(DiffRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var lacking = Seen(request.Statuses, request.Ghosts, request.Username)
            .Where(task => task.Status == QueueTaskStatus.Running
                || task.Progress.Handled > 0
                || !request.Uids.Contains(task.TaskUid));
        var stale = request.Uids
            .Where(TaskUid.IsContext)
            .Where(uid => !_tasks.Exists(task => task.TaskUid == uid && request.Statuses.Contains(task.Status)));
        return new DiffResult([.. lacking.Take(QueueLimits.TasksPerDiff)], [.. stale]);
    }

    /// <summary>Section 8, uids.</summary>
    public IReadOnlySet<string> Uids(IReadOnlyList<QueueTaskStatus> statuses) =>
        _tasks
            .Where(task => statuses.Contains(task.Status))
            .SelectMany(task => task.Uids.Append(task.ContextUid))
            .Where(uid => uid.Length > 0)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Section 7, <c>since_time</c>; null where there is none.</summary>
    public DateTimeOffset? Oldest() =>
        _tasks.Where(task => task.Status != QueueTaskStatus.Failed).Min(task => (DateTimeOffset?)task.Created);

    private IEnumerable<QueueTask> Seen(IReadOnlyList<QueueTaskStatus> statuses, bool ghosts, string? username) =>
        Tasks.Where(task => statuses.Contains(task.Status)
            && (ghosts || !task.Ghost)
            && (username is null || task.Username == username));
}
