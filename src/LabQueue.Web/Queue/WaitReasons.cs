using LabQueue.Web.Languages;

namespace LabQueue.Web.Queue;

/// <summary>Finds out why a task waits.</summary>
/// <param name="queue">The queue.</param>
/// <param name="texts">Texts in the language of who asks.</param>
/// <param name="now">The time that the page is drawn at.</param>
internal sealed class WaitReasons(IQueue queue, Texts texts, DateTimeOffset now)
{
    // How far down the queue a task's place is counted.
    private const int Reach = 2_000;
    private const int Batch = 500;
    private const int MostRunning = 1_000;

    // With trust original the original's number holds where none is set; see SiteSettings.
    private const int OriginalLimit = 4;

    /// <summary>All that keeps the task waiting, the hardest first; none for a task that does not wait.</summary>
    public async Task<IReadOnlyList<WaitReason>> FindAsync(QueueTask task, CancellationToken cancellationToken)
    {
        if (task.Status != QueueTaskStatus.Queued)
        {
            return [];
        }

        var figures = await QueueFigures.ReadAsync(queue, now, cancellationToken);
        var reasons = new List<WaitReason>();
        if (figures.Stats.Paused)
        {
            reasons.Add(new WaitReason(texts["The queue is paused: nothing starts until somebody resumes it."]));
        }

        if (TaskWords.StartsAt(task) is { } start && start > now)
        {
            reasons.Add(new WaitReason(texts["It does not start before its time:"], start));
        }

        await AddHoldersAsync(reasons, task, cancellationToken);
        AddConsumers(reasons, task, figures);
        await AddPlaceAsync(reasons, task, figures, cancellationToken);
        return reasons;
    }

    private async Task AddHoldersAsync(List<WaitReason> reasons, QueueTask task, CancellationToken cancellationToken)
    {
        var query = new TaskQuery { Statuses = [QueueTaskStatus.Running], Ghosts = true, Limit = MostRunning };
        var running = (await queue.ListAsync(query, cancellationToken)).Tasks;
        var settings = await FindSettingsAsync(cancellationToken);
        var lane = TaskLane.Key(task);
        if (lane is not null && running.FirstOrDefault(other => TaskLane.Key(other) == lane) is { } holder)
        {
            reasons.Add(new WaitReason(
                task.Lane is null
                    ? texts["A task of the same kind works at the same place, and only one may at a time. It runs since:"]
                    : texts["Another task of its lane runs, and only one may at a time. It runs since:"],
                holder.Started,
                holder));
        }
        else if (TaskLane.ClassicPlace(task) is { } place
            && settings?.ExactPairs != true
            && running.FirstOrDefault(other => other.Lane is null && other.Name == task.Name) is { } namesake
            && running.Any(other => TaskLane.ClassicPlace(other) == place))
        {
            reasons.Add(new WaitReason(texts["A task of the same kind runs, and another one works at the same place. It runs since:"], namesake.Started, namesake));
        }

        var limit = settings?.MaxConcurrentTasks ?? (settings?.Trust == TrustMode.Original ? OriginalLimit : 0);
        if (limit > 0 && running.Count >= limit)
        {
            reasons.Add(new WaitReason(texts.Count(limit, "Only {0} task may run at a time, and it does.|Only {0} tasks may run at a time, and they do.")));
        }
    }

    private void AddConsumers(List<WaitReason> reasons, QueueTask task, QueueFigures figures)
    {
        if (figures.LastHeard is not { } heard)
        {
            reasons.Add(new WaitReason(texts["No consumer was ever heard of."]));
        }
        else if (figures.AliveConsumers == 0)
        {
            reasons.Add(new WaitReason(texts["No consumer is alive. The last was heard of:"], heard));
        }
        else if (figures.Consumers.Where(consumer => figures.IsAlive(consumer) && Takers.Asks(consumer, task.Name)).ToArray() is var takers
            && takers.Length == 0)
        {
            reasons.Add(new WaitReason(texts["No consumer that is alive takes tasks of this name."]));
        }
        else if (!Array.Exists(takers, taker => Takers.Takes(taker, task.Name)))
        {
            reasons.Add(new WaitReason(texts.Count(
                takers.Length, "The only consumer that takes tasks of this name is given no work: it is quiet, or drained.|All {0} consumers that take tasks of this name are given no work: they are quiet, or drained.")));
        }
    }

    private async Task AddPlaceAsync(List<WaitReason> reasons, QueueTask task, QueueFigures figures, CancellationToken cancellationToken)
    {
        if (await FindPlaceAsync(task, cancellationToken) is not { } before)
        {
            reasons.Add(new WaitReason(texts["More than {0} tasks come before it.", Reach]));
            return;
        }

        reasons.Add(new WaitReason(before == 0
            ? texts["It is the first in the queue."]
            : texts.Count(before, "{0} task comes before it.|{0} tasks come before it.")));
        if (reasons.Count == 1 && figures.DonePerMinute > 0)
        {
            var estimate = TimeSpan.FromMinutes((before + 1) / figures.DonePerMinute);
            reasons.Add(new WaitReason(texts["At the pace of the last hour it starts about:"], now + estimate));
        }
    }

    // Null: it is too far down to be counted.
    private async Task<int?> FindPlaceAsync(QueueTask task, CancellationToken cancellationToken)
    {
        var query = new TaskQuery { Statuses = [QueueTaskStatus.Queued], Ghosts = true, Limit = Batch };
        for (var before = 0; before < Reach;)
        {
            var page = await queue.ListAsync(query, cancellationToken);
            foreach (var other in page.Tasks)
            {
                if (other.TaskUid == task.TaskUid)
                {
                    return before;
                }

                before++;
            }

            if (page.Next is null)
            {
                return before;
            }

            query = query with { After = page.Next };
        }

        return null;
    }

    // A queue server may keep its settings from a laboratory; what they would tell is then left out.
    private async Task<SiteSettings?> FindSettingsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await queue.SettingsAsync(cancellationToken);
        }
        catch (QueueException refused) when (!refused.IsTransient)
        {
            return null;
        }
    }
}
