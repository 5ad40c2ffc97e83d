using LabQueue.Engine;
using Npgsql;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Carries out what consumers say of their tasks.</summary>
internal static class Reporting
{
    /// <summary>Judges a report and, if it counts, carries it out.</summary>
    public static async ValueTask<ReportResult> RunAsync(GroupWork work, TaskReport report, CancellationToken cancellationToken)
    {
        var tracked = work.Find(report.TaskUid);
        var before = tracked?.Now?.Task;
        var outcome = ReportRules.Judge(before, report, work.Settings);
        if (outcome != ReportOutcome.Accepted || tracked is null || before is null)
        {
            return await FindSaidBeforeAsync(work, tracked?.Now, report, cancellationToken)
                ?? new ReportResult(outcome, before);
        }

        var (task, counted) = ReportRules.Apply(before, report, work.Now);
        var ordinal = before.Progress.Handled;
        work.Outcomes.AddRange(counted.Select(item => new OutcomeRow(tracked.Now!.Id, ordinal++, item)));
        TaskMoves.Settle(work, tracked, task, report.Kind.ToString().ToLowerInvariant(), new Actor(before.ConsumerId!), report);
        return new ReportResult(outcome, before, task);
    }

    // The answer to a report may have been lost on its way: the same claim may say the same again, to the letter.
    private static async ValueTask<ReportResult?> FindSaidBeforeAsync(
        GroupWork work, TaskRow? row, TaskReport report, CancellationToken cancellationToken)
    {
        if (report.Fence is not { } fence)
        {
            return null;
        }

        // What ended within the group is not in the history yet.
        var digest = ReportDigest.Of(report);
        var known = row ?? work.FindEnded(report.TaskUid);
        if (work.WasSaid(report.TaskUid, fence, digest)
            || (known is not null && await WasSaidOfAsync(work, known.Id, fence, digest, cancellationToken)))
        {
            return new ReportResult(ReportOutcome.Accepted, known?.Task, known?.Task);
        }

        var ended = await FindEndedAsync(work, report.TaskUid, fence, digest, cancellationToken);
        var task = row?.Task ?? ended;
        return ended is null ? null : new ReportResult(ReportOutcome.Accepted, task, task);
    }

    private static async Task<bool> WasSaidOfAsync(
        GroupWork work, long task, long fence, long digest, CancellationToken cancellationToken)
    {
        await using var batch = new SqlBatch(work.Connection);
        batch.Add(WriteSql.SaidOfTask).With(work.SiteId).With(task).With(fence).With(digest);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) && reader.GetBoolean(0);
    }

    private static async Task<QueueTask?> FindEndedAsync(
        GroupWork work, string uid, long fence, long digest, CancellationToken cancellationToken)
    {
        if (!TaskUid.IsValid(uid))
        {
            return null;
        }

        await using var batch = new SqlBatch(work.Connection);
        batch.Add(WriteSql.SaidOfEnded).With(work.SiteId).With(uid).With(fence).With(digest);
        await using NpgsqlDataReader reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? TaskColumns.Read(reader).Task : null;
    }
}
