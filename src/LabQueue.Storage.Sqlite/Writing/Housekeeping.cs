
namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>What time does to a site: leases end, tasks come due, ranks are renewed, old records go.</summary>
internal static class Housekeeping
{
    private const int PerRound = 500;

    // What went well goes first where there are too many: failures and people's removals are looked for longer.
    private static readonly QueueTaskStatus[] Ends =
    [
        QueueTaskStatus.Done, QueueTaskStatus.Cancelled, QueueTaskStatus.Deleted, QueueTaskStatus.Failed,
    ];

    private static readonly TimeSpan MinutesKept = TimeSpan.FromDays(2);

    /// <summary>Does a round for a site.</summary>
    /// <returns>Whether there is more to do at once.</returns>
    public static bool Run(WriteSession session, SiteState site)
    {
        PopTasks.ReclaimEnded(session, site);
        var more = TaskMoves.PromoteDue(session, site) == TaskMoves.PromotedPerClaim;
        more |= Reranking.Run(session, site);
        more |= DropOldFailed(session, site) == PerRound;
        RetireOldKeys(session, site);
        return more;
    }

    /// <summary>Writes down who was heard of, and drops records that are kept no longer. Less urgent than a round.</summary>
    /// <returns>Whether there is more to do at once.</returns>
    public static bool Tidy(WriteSession session, SiteState site)
    {
        HearConsumers.Write(session, site);
        var database = session.Database;
        database.Prepare(DirectorySql.DeleteMinutes).Bind(site.Id).Bind((session.Now - MinutesKept).ToMicroseconds()).Run();
        site.Minutes.Write(database, site.Id, session.Now);
        site.Counts.Trim();
        site.Counts.Write(database, site.Id, session.PublishedSequence);
        return DropOldEnds(session, site);
    }

    private static void RetireOldKeys(WriteSession session, SiteState site)
    {
        if (site.Site.OldKeysEnd <= session.Now)
        {
            ChangeSites.SetKeys(session, site, [site.Site.Keys[0]], null, new Actor("labqueue", "the time of the older keys is over"));
        }
    }

    private static int DropOldFailed(WriteSession session, SiteState site)
    {
        if (site.Settings.FailedDays <= 0)
        {
            return 0;
        }

        var oldest = session.Now.AddDays(-site.Settings.FailedDays).ToMicroseconds();
        var by = new Actor("labqueue", $"failed for more than {site.Settings.FailedDays} days");
        var old = OldFailures(session, site, oldest);
        foreach (var (number, id) in old)
        {
            site.OldFailure = number;

            // It may have been requeued since, and may have failed again later; then that failure counts.
            if (TaskMoves.Find(session, id) is { Task.Status: QueueTaskStatus.Failed } row && IsRunEndedBefore(session, row, oldest))
            {
                var task = row.Task with { Status = QueueTaskStatus.Deleted };
                TaskMoves.Settle(session, site, row, row with { Task = task }, "deleted", by);
            }
        }

        return old.Count;
    }

    private static List<(long Number, long Task)> OldFailures(WriteSession session, SiteState site, long endedBefore)
    {
        var old = new List<(long, long)>();
        var row = session.Database.Prepare(HistorySql.FailedAfter).Bind(site.Id).Bind(site.OldFailure).Bind(PerRound);
        while (row.Step())
        {
            var failure = (row.Int64(), row.Int64());
            if (row.Int64() >= endedBefore)
            {
                row.Stop();
                break;
            }

            old.Add(failure);
        }

        return old;
    }

    private static bool IsRunEndedBefore(WriteSession session, TaskRow row, long time)
    {
        var run = session.Database.Prepare(HistorySql.IsRunEndedBefore).Bind(row.Id).Bind(row.Task.Attempts).Bind(time);
        var found = run.Step();
        run.Stop();
        return found;
    }

    private static bool DropOldEnds(WriteSession session, SiteState site)
    {
        var oldest = session.Now.AddDays(-site.Settings.HistoryDays).ToMicroseconds();
        var surplus = site.Counts.Ends - site.Settings.HistoryMax;
        var more = false;
        foreach (var status in Ends)
        {
            var dropped = Drop(session, site, status, oldest, surplus);
            surplus -= dropped;
            more |= dropped == PerRound;
        }

        return more;
    }

    // The ends of a kind come oldest first; the first one that is young enough, and within the number kept, ends the search.
    private static int Drop(WriteSession session, SiteState site, QueueTaskStatus status, long endedBefore, long surplus)
    {
        var drop = new List<(long Number, long Task, long UidKey)>();
        var row = session.Database.Prepare(HistorySql.OldestOfStatus).Bind(site.Id).Bind((long)status).Bind(PerRound);
        while (row.Step())
        {
            var (number, task, uidKey, ended) = (row.Int64(), row.Int64(), row.Int64(), row.Int64());
            if (ended >= endedBefore && drop.Count >= surplus)
            {
                row.Stop();
                break;
            }

            drop.Add((number, task, uidKey));
        }

        foreach (var (number, task, uidKey) in drop)
        {
            session.Database.Prepare(HistorySql.Delete).Bind(site.Id).Bind((long)status).Bind(number).Run();
            session.Database.Prepare(HistorySql.DeleteTask).Bind(task).Bind(number).Run();
            session.Database.Prepare(HistorySql.DeleteAttempts).Bind(task).Run();
            session.Database.Prepare(HistorySql.DeleteOutcomes).Bind(task).Run();
            if (status != QueueTaskStatus.Failed)
            {
                site.Ended.Remove(uidKey, number);
            }

            session.Figures.EndDropped(site);
            session.Index?.TellGone();
        }

        return drop.Count;
    }
}
