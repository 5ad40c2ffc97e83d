namespace LabQueue.TestKit.Model;

/// <content>What a queue has to remember: ends, runs, outcomes, figures, and reports that may come twice.</content>
public partial class ModelQueue
{
    private readonly List<ModelEnd> _ends = [];
    private readonly Dictionary<string, List<TaskAttempt>> _attempts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ItemOutcome>> _outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<(string Uid, long? Fence, string Words)> _said = [];

    /// <summary>What ended, in the order in which it did; a failure for good is an end, too.</summary>
    public IReadOnlyList<ModelEnd> Ends => _ends;

    /// <summary>The runs of the task that last had that uid, oldest first.</summary>
    public IReadOnlyList<TaskAttempt> Attempts(string uid) => _attempts.GetValueOrDefault(uid, []);

    /// <summary>What became of the objects of the task that last had that uid.</summary>
    public IReadOnlyList<ItemOutcome> Outcomes(string uid) => _outcomes.GetValueOrDefault(uid, []);

    /// <summary>The queue in figures, without the minutes.</summary>
    public QueueStats Stats()
    {
        long Count(IEnumerable<QueueTask> tasks, QueueTaskStatus status) => tasks.LongCount(task => task.Status == status);
        var done = _ends.Where(end => end.Task.Status == QueueTaskStatus.Done).Select(end => end.Task.Name).ToList();
        var names = _tasks.Select(task => task.Name).Concat(done).Distinct().Order(StringComparer.Ordinal);
        return new QueueStats
        {
            Queued = Count(_tasks, QueueTaskStatus.Queued),
            Running = Count(_tasks, QueueTaskStatus.Running),
            Failed = Count(_tasks, QueueTaskStatus.Failed),
            Done = done.Count,
            Paused = Paused,
            OldestQueued = Queued.Min(task => (DateTimeOffset?)task.Created),
            Names = [.. names.Select(name => (Name: name, Tasks: _tasks.Where(task => task.Name == name).ToList()))
                .Select(all => new NameStats(
                    all.Name,
                    Count(all.Tasks, QueueTaskStatus.Queued),
                    Count(all.Tasks, QueueTaskStatus.Running),
                    Count(all.Tasks, QueueTaskStatus.Failed),
                    done.Count(name => name == all.Name)))],
            Minutes = [],
        };
    }

    private void NoteAdded(QueueTask task)
    {
        _attempts[task.TaskUid] = [];
        _outcomes[task.TaskUid] = [];
    }

    private void NoteChange(QueueTask before, QueueTask after, DateTimeOffset now, string? outcome, Actor by, string? reporter)
    {
        var attempts = _attempts[after.TaskUid];
        if (before.Status != QueueTaskStatus.Running && after.Status == QueueTaskStatus.Running)
        {
            attempts.Add(new TaskAttempt(after.Attempts, after.ConsumerId!, now, null, null, null));
        }

        if (before.Status == QueueTaskStatus.Running && after.Status != QueueTaskStatus.Running)
        {
            var isFailure = outcome is "fail" or "timeout" or "purged";
            var error = isFailure || after.Status == QueueTaskStatus.Failed ? after.ErrorMessage : null;
            attempts[^1] = attempts[^1] with { Ended = now, Outcome = outcome, Error = error, ReportedBy = reporter };
        }

        var failedForGood = after.Status == QueueTaskStatus.Failed && before.Status != QueueTaskStatus.Failed;
        if (after.Status >= QueueTaskStatus.Done || failedForGood)
        {
            _ends.Add(new ModelEnd(after, now, by.Username, by.Reason));
        }
    }

    private void NoteSaid(TaskReport report, QueueTask task)
    {
        _said.Add((report.TaskUid, task.Fence, Words(report)));
        if (report.Kind == ReportKind.Advance)
        {
            _outcomes[report.TaskUid].AddRange(report.Processed
                .Where(item => task.Uids.Contains(item.Uid))
                .DistinctBy(item => item.Uid));
        }
    }

    // The answer may have been lost: the same claim may say the same again, whatever became of the task since.
    private bool WasSaid(TaskReport report) =>
        report.Fence is not null && _said.Contains((report.TaskUid, report.Fence, Words(report)));

    private static string Words(TaskReport report) =>
        string.Join('\n', report.Processed.Select(item => item.ToString()).Prepend($"{report.Kind} {report.ErrorMessage?.Raw}"));
}
