using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>What time does to a site: leases end, tasks come due, ranks are renewed, old records go.</summary>
internal static class Housekeeping
{
    private const int PerRound = 500;
    private static readonly TimeSpan MinutesKept = TimeSpan.FromDays(2);
    private static readonly TimeSpan ConsumersKept = TimeSpan.FromDays(1);

    /// <summary>Does a round for a site.</summary>
    /// <returns>Whether there is more to do at once.</returns>
    public static bool Run(WriteSession session, SiteState site)
    {
        PopTasks.ReclaimEnded(session, site);
        var more = TaskMoves.PromoteDue(session, site) == TaskMoves.PromotedPerClaim;
        more |= Reranking.Run(session, site);
        more |= DropOldFailed(session, site) == PerRound;
        return more;
    }

    /// <summary>Writes down who was heard of, and drops records that are kept no longer. Less urgent than a round.</summary>
    /// <returns>Whether there is more to do at once.</returns>
    public static bool Tidy(WriteSession session, SiteState site)
    {
        WriteConsumers(session, site);
        var database = session.Database;
        database.Prepare(DirectorySql.DeleteMinutes).Bind(site.Id).Bind((session.Now - MinutesKept).ToMicroseconds()).Run();
        database.Prepare(DirectorySql.DeleteCounters).Bind(site.Id).Run();
        return DropOldEnds(session, site);
    }

    private static int DropOldFailed(WriteSession session, SiteState site)
    {
        if (site.Settings.FailedDays <= 0)
        {
            return 0;
        }

        var oldest = session.Now.AddDays(-site.Settings.FailedDays);
        var old = TaskColumns.ReadAll(session.Database.Prepare(Sql.OldFailed)
            .Bind(site.Id).Bind(oldest.ToMicroseconds()).Bind(PerRound));
        var by = new Actor("labqueue", $"failed for more than {site.Settings.FailedDays} days");
        foreach (var row in old)
        {
            var task = row.Task with { Status = QueueTaskStatus.Deleted };
            TaskMoves.Settle(session, site, row, row with { Task = task }, "deleted", by);
        }

        return old.Count;
    }

    private static bool DropOldEnds(WriteSession session, SiteState site)
    {
        var oldest = session.Now.AddDays(-site.Settings.HistoryDays).ToMicroseconds();
        var more = false;
        foreach (var status in (ReadOnlySpan<QueueTaskStatus>)
            [QueueTaskStatus.Done, QueueTaskStatus.Failed, QueueTaskStatus.Cancelled, QueueTaskStatus.Deleted])
        {
            var oldestOfStatus = session.Database.Prepare(HistorySql.OldestOfStatus)
                .Bind(site.Id).Bind((long)status).Bind(PerRound);
            more |= Drop(session, site, oldestOfStatus, oldest) == PerRound;
        }

        if (Surplus(session, site) is var surplus and > 0)
        {
            var tooMany = session.Database.Prepare(HistorySql.Oldest).Bind(site.Id).Bind(Math.Min(surplus, PerRound));
            more |= Drop(session, site, tooMany, long.MaxValue) == PerRound;
        }

        return more;
    }

    private static long Surplus(WriteSession session, SiteState site)
    {
        var row = session.Database.Prepare(HistorySql.Ends).Bind(site.Id);
        var ends = row.Step() ? row.Int64() : 0;
        row.Stop();
        return ends - site.Settings.HistoryMax;
    }

    // The ends come oldest first, so the first one that is young enough ends the search.
    private static int Drop(WriteSession session, SiteState site, Statement ends, long endedBefore)
    {
        var drop = new List<(long Number, long Task, string Uid)>();
        while (ends.Step())
        {
            var end = (ends.Int64(), ends.Int64(), ends.Text());
            if (ends.Int64() >= endedBefore)
            {
                ends.Stop();
                break;
            }

            drop.Add(end);
        }

        foreach (var (number, task, uid) in drop)
        {
            session.Database.Prepare(HistorySql.Delete).Bind(number).Run();
            session.Database.Prepare(HistorySql.DeleteAttempts).Bind(task).Bind(site.Id).Bind(uid).Run();
            session.Database.Prepare(HistorySql.DeleteOutcomes).Bind(task).Bind(site.Id).Bind(uid).Run();
            session.Figures.EndDropped(site);
        }

        return drop.Count;
    }

    private static void WriteConsumers(WriteSession session, SiteState site)
    {
        var oldest = session.Now - ConsumersKept;
        foreach (var (id, heard) in site.Consumers)
        {
            if (heard.LastHeard < oldest)
            {
                site.Consumers.TryRemove(id, out _);
                continue;
            }

            session.Database.Prepare(DirectorySql.PutConsumer)
                .Bind(site.Id).Bind(id).Bind(heard.FirstHeard.ToMicroseconds()).Bind(heard.LastHeard.ToMicroseconds())
                .Bind(heard.Leased).Bind(heard.Version)
                .Run();
        }

        session.Database.Prepare(DirectorySql.DeleteConsumers).Bind(site.Id).Bind(oldest.ToMicroseconds()).Run();
    }
}
