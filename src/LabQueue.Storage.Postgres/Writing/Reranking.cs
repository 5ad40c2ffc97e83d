using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Gives the waiting tasks the ranks of a new top-priority list, some at a time, in the order in which they lie.</summary>
internal static class Reranking
{
    private const int PerRound = 2_000;

    /// <summary>Takes over a site's top-priority list.</summary>
    public static void Start(GroupWork work) => work.Head = work.Head with { RankedTo = 0 };

    /// <summary>Does a round, where there is something to do.</summary>
    /// <returns>Whether there is more.</returns>
    public static async Task<bool> RunAsync(GroupWork work, CancellationToken cancellationToken)
    {
        if (work.Head.RankedTo is not { } after)
        {
            return false;
        }

        var (last, count, stale) = await ReadAsync(work, after, cancellationToken);
        if (stale.Count > 0)
        {
            await using var batch = new SqlBatch(work.Connection);
            batch.Add(WriteSql.SetRanks)
                .With(work.SiteId).With(stale.Select(task => task.Id).ToArray()).With(stale.Select(task => task.Rank).ToArray());
            await batch.RunAsync(cancellationToken);
            work.Lanes.UnionWith(stale.Select(task => task.Lane).OfType<Guid>());
            work.MayHaveWork = true;
        }

        work.IsChanged = true;
        work.Head = work.Head with { RankedTo = count == PerRound ? last : null };
        return work.Head.RankedTo is not null;
    }

    private static async Task<(long Last, int Count, List<(long Id, int Rank, Guid? Lane)> Stale)> ReadAsync(
        GroupWork work, long after, CancellationToken cancellationToken)
    {
        var (last, count) = (after, 0);
        var stale = new List<(long, int, Guid?)>();
        await using var batch = new SqlBatch(work.Connection);
        batch.Add(WriteSql.WaitingAfter).With(work.SiteId).With(after).With(PerRound);
        await using var reader = await batch.ReadAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new RowReader(reader);
            last = row.Int64();
            count++;
            var rank = TaskOrder.Rank(row.Text(), row.TextOrNull(), work.Settings.TopPriorityTasks);
            if (row.Int32() != rank)
            {
                stale.Add((last, rank, reader.IsDBNull(4) ? null : reader.GetGuid(4)));
            }
        }

        return (last, count, stale);
    }
}
