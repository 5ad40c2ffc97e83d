using LabQueue.Storage.Postgres.Sites;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>What time does to a site: leases end, tasks come due, ranks are renewed, old failures go.</summary>
/// <param name="isTidying">Whether old failures are looked for as well.</param>
internal sealed class SweepCommand(bool isTidying) : WriteCommand<bool>(Turn.Sweep)
{
    /// <summary>How many rows a round touches at most.</summary>
    public const int PerRound = 500;

    /// <inheritdoc/>
    public override void Plan(LoadPlan plan) => plan.Runs = plan.Due = true;

    /// <inheritdoc/>
    public override async ValueTask RunAsync(GroupWork work, CancellationToken cancellationToken)
    {
        var more = work.Due.Count == PerRound;
        more |= await Reranking.RunAsync(work, cancellationToken);
        if (work.Site.OldKeysEnd <= work.Now)
        {
            await SiteChanges.SetKeysAsync(
                work, [work.Site.Keys[0]], null, new Actor("labqueue", "the time of the older keys is over"), cancellationToken);
        }

        more |= isTidying && await DropOldFailedAsync(work, cancellationToken) == PerRound;
        Result = more;
    }

    private static async Task<int> DropOldFailedAsync(GroupWork work, CancellationToken cancellationToken)
    {
        if (work.Settings.FailedDays <= 0)
        {
            return 0;
        }

        var rows = new List<TaskRow>();
        await using (var batch = new SqlBatch(work.Connection))
        {
            batch.Add(WriteSql.FailedBefore)
                .With(work.SiteId).With(work.Now.AddDays(-work.Settings.FailedDays).ToMicroseconds()).With(PerRound);
            await using var reader = await batch.ReadAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(TaskColumns.Read(reader));
            }
        }

        var by = new Actor("labqueue", $"failed for more than {work.Settings.FailedDays} days");
        foreach (var tracked in rows.Select(row => work.Track(new TrackedTask { Before = row, Now = row })))
        {
            if (tracked.Now?.Task is { Status: QueueTaskStatus.Failed } task)
            {
                TaskMoves.Settle(work, tracked, task with { Status = QueueTaskStatus.Deleted }, "deleted", by);
            }
        }

        return rows.Count;
    }
}
