using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Reading;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Carries out what consumers say of their tasks.</summary>
internal static class ReportTasks
{
    /// <summary>Judges a report and, if it counts, carries it out.</summary>
    public static ReportResult Run(WriteSession session, SiteState site, TaskReport report)
    {
        var row = TaskMoves.Find(session, site, report.TaskUid);
        var outcome = ReportRules.Judge(row?.Task, report, site.Settings);
        if (outcome != ReportOutcome.Accepted || row is null)
        {
            return SaidBefore(session, site, row, report) ?? new ReportResult(outcome, row?.Task);
        }

        var (task, counted) = ReportRules.Apply(row.Task, report, session.Now);
        WriteOutcomes(session, row, counted);
        var run = row.Run! with { Reported = ReportDigest.Of(report), ReportedBy = report.ReportedBy };
        var after = row with { Task = task, Run = run };
        var by = new Actor(row.Task.ConsumerId!);
        TaskMoves.Settle(session, site, row, after, report.Kind.ToString().ToLowerInvariant(), by);
        return new ReportResult(outcome, row.Task, task);
    }

    /// <summary>Renews leases.</summary>
    public static IReadOnlyList<HeartbeatAnswer> Beat(WriteSession session, SiteState site, Heartbeat heartbeat)
    {
        var answers = new HeartbeatAnswer[heartbeat.Tasks.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = Beat(session, site, heartbeat, heartbeat.Tasks[i]);
        }

        if (site.Consumers.TryGetValue(heartbeat.ConsumerId, out var known))
        {
            site.Consumers[heartbeat.ConsumerId] = known with { LastHeard = session.Now };
        }

        return answers;
    }

    private static HeartbeatAnswer Beat(WriteSession session, SiteState site, Heartbeat heartbeat, HeldTask held)
    {
        var running = site.Running.OfConsumer(heartbeat.ConsumerId)
            .FirstOrDefault(running => running.Task.TaskUid == held.TaskUid && running.Task.Fence == held.Fence);
        if (running?.Lease is not { } lease || running.Task.LeaseUntil < session.Now)
        {
            return new HeartbeatAnswer(held.TaskUid, held.Fence, Held: false, Stop: true, LeaseUntil: null);
        }

        // Until when it lives is only kept in memory; its length must be there after a restart.
        if (heartbeat.Lease is { } length && length != lease)
        {
            running.Lease = length;
            session.Database.Prepare(Sql.SetLease)
                .Bind(length.TotalSeconds).Bind(running.Id).Bind(running.Task.Attempts)
                .Run();
        }

        var until = session.Now + running.Lease.Value;
        site.Running.Renew(running, until);
        var mode = site.Consumers.GetValueOrDefault(heartbeat.ConsumerId)?.Mode ?? ConsumerMode.Active;
        var stop = TaskLifecycle.IsToStop(running.Task, mode, session.Now);
        return new HeartbeatAnswer(held.TaskUid, held.Fence, Held: true, stop, until);
    }

    // The answer to a report may have been lost on its way: the same claim may say the same again, to the letter.
    private static ReportResult? SaidBefore(WriteSession session, SiteState site, TaskRow? row, TaskReport report)
    {
        if (report.Fence is not { } fence)
        {
            return null;
        }

        var ended = site.Ended.Find(report.TaskUid)
            .Select(number => TaskReads.One(session.Database.Prepare(HistorySql.TaskOfNumber)
                .Bind(site.Id).Bind(number).Bind(report.TaskUid)));
        var said = ended.Prepend(row?.Id)
            .OfType<long>()
            .Select(id => TaskColumns.ReadFirst(session.Database.Prepare(HistorySql.Reported)
                .Bind(id).Bind(fence).Bind(ReportDigest.Of(report))))
            .FirstOrDefault(task => task is not null);
        var now = row?.Task ?? said?.Task;
        return said is null ? null : new ReportResult(ReportOutcome.Accepted, now, now);
    }

    private static void WriteOutcomes(WriteSession session, TaskRow row, IReadOnlyList<ItemOutcome> outcomes)
    {
        var ordinal = row.Task.Progress.Handled;
        foreach (var item in outcomes)
        {
            session.Database.Prepare(HistorySql.InsertOutcome)
                .Bind(row.Id).Bind(ordinal++).Bind(item.Uid).Bind((long)item.Outcome).Bind(item.Message)
                .Run();
        }
    }
}
