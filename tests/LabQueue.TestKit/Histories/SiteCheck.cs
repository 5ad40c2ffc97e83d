
namespace LabQueue.TestKit.Histories;

/// <summary>Compares all that a site holds with its model, and checks what must hold in any case.</summary>
internal static class SiteCheck
{
    private static readonly QueueTaskStatus[] All =
        [QueueTaskStatus.Queued, QueueTaskStatus.Running, QueueTaskStatus.Failed];

    public static async Task CompareAsync(SiteRun site)
    {
        var page = await site.Queue.ListAsync(new TaskQuery { Statuses = All, Ghosts = true }, CancellationToken.None);
        site.Compare($"all tasks of {site.Name}", site.Model.Tasks, page.Tasks);
        await CompareEndsAsync(site);
        await CompareStatsAsync(site);
        await CompareRunsAsync(site);
        CheckInvariants(site, page.Tasks);
    }

    // I1: what was added is in the queue or in the history. I2: nothing else is. I4: one run at a time in a lane.
    private static void CheckInvariants(SiteRun site, IReadOnlyList<QueueTask> tasks)
    {
        var here = tasks.Select(task => task.TaskUid).ToList();
        Differ.Unless(here.Count == here.Distinct().Count(), "I2: a uid is there twice");
        Differ.Unless(here.TrueForAll(site.Added.Contains), "I2: there is a task that nobody added");
        var ended = site.Model.Ends.Select(end => end.Task.TaskUid);
        Differ.Unless(site.Added.IsSubsetOf(here.Concat(ended)), "I1: a task is gone");
        var running = tasks.Where(task => task.Status == QueueTaskStatus.Running).ToList();
        var lanes = running.Select(TaskLane.Key).Where(lane => lane is not null).ToList();
        Differ.Unless(lanes.Count == lanes.Distinct().Count(), "I4: two tasks of a lane run");
        Differ.Unless(running.TrueForAll(task => task.ConsumerId is not null), "I7: a task runs and nobody has it");
        Differ.Unless(
            tasks.All(task => task.Status == QueueTaskStatus.Running || task.Fence is null),
            "I7: a claim outlives its run");
        Differ.Unless(tasks.All(task => task.Retries >= 0), "I9: retries below nought");
    }

    private static async Task CompareEndsAsync(SiteRun site)
    {
        var page = await site.Queue.HistoryAsync(new HistoryQuery { Limit = 1_000 }, CancellationToken.None);
        Differ.Unless(
            page.Entries.Zip(page.Entries.Skip(1)).All(pair => pair.First.Number < pair.Second.Number),
            "the numbers of the ends do not grow");

        // What one step ends, it may end in any order.
        static IEnumerable<string> Lines(IEnumerable<(DateTimeOffset Ended, string Text)> ends) => ends
            .OrderBy(end => end.Ended).ThenBy(end => end.Text, StringComparer.Ordinal)
            .Select(end => end.Text);
        Differ.IfNotSame(
            $"history of {site.Name}",
            Lines(site.Model.Ends.Select(end => (end.Ended, EndText(end.Task, end.Ended, end.EndedBy, end.Reason)))),
            Lines(page.Entries.Select(end => (end.Ended, EndText(end.Task, end.Ended, end.EndedBy, end.Reason)))));
    }

    private static string EndText(QueueTask task, DateTimeOffset ended, string? by, string? reason)
    {
        // What only mattered for a next run need not be kept of a task that has none.
        var kept = task with
        {
            Fence = null,
            LeaseUntil = null,
            Orphaned = 0,
            MaxSeconds = task.Status == QueueTaskStatus.Cancelled ? 0 : task.MaxSeconds,
        };

        // A failed task may have been requeued since; its end is known, what it was like is only told while it lies there.
        var what = task.Status == QueueTaskStatus.Failed ? $"{task.TaskUid} failed" : TaskText.Of(kept);
        return $"{TaskText.Time(ended)} by {by} because {reason}: {what}";
    }

    // I8: the counters equal the rows.
    private static async Task CompareStatsAsync(SiteRun site) => Differ.IfNotSame(
        $"I8: figures of {site.Name}",
        StatLines(site.Model.Stats()),
        StatLines(await site.Queue.StatsAsync(CancellationToken.None)));

    private static IEnumerable<string> StatLines(QueueStats stats) =>
    [
        $"queued {stats.Queued}, running {stats.Running}, failed {stats.Failed}, done {stats.Done}, paused {stats.Paused}",
        $"oldest {TaskText.Time(stats.OldestQueued)}",
        .. stats.Names
            .Where(name => name.Queued + name.Running + name.Failed + name.Done > 0)
            .OrderBy(name => name.Name, StringComparer.Ordinal)
            .Select(name => name.ToString()),
    ];

    // I8: each attempt has a beginning and an end.
    private static async Task CompareRunsAsync(SiteRun site)
    {
        foreach (var uid in site.Added.Order(StringComparer.Ordinal))
        {
            var details = await site.Queue.ExplainAsync(uid, CancellationToken.None);
            Differ.Unless(details is not null, $"I1: nothing is known of {uid}");
            Differ.IfNotSame(
                $"I8: runs of {uid}",
                site.Model.Attempts(uid).Select(attempt => attempt.ToString()),
                details!.Attempts.Select(attempt => attempt.ToString()));
            Differ.IfNotSame(
                $"outcomes of {uid}",
                site.Model.Outcomes(uid).Select(outcome => outcome.ToString()),
                details.Outcomes.Select(outcome => outcome.ToString()));
        }
    }
}
