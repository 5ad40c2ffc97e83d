using Npgsql;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Locks the site, and reads what a group has to know: in one round trip, or in two where runs are to be ended.</summary>
internal static class GroupReader
{
    /// <summary>Begins the transaction, waits for the site's lock, and reads what the plan says.</summary>
    /// <param name="work">The group.</param>
    /// <param name="plan">What it has to know.</param>
    /// <param name="server">This server.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The number of the last group of this server that is on disk.</returns>
    public static async Task<long> ReadAsync(GroupWork work, LoadPlan plan, Guid server, CancellationToken cancellationToken)
    {
        var written = 0L;
        await using (var batch = new SqlBatch(work.Connection))
        {
            batch.Add("begin");
            var reads = new List<Func<NpgsqlDataReader, Task>>();
            Ask(batch, reads, work.SiteId, plan, work);
            batch.Add(WriteSql.Written).With(work.SiteId).With(server);
            reads.Add(reader => EachAsync(reader, row => written = row.Int64(), cancellationToken));
            await using var reader = await batch.ReadAsync(cancellationToken);
            foreach (var read in reads)
            {
                await read(reader);
                await reader.NextResultAsync(cancellationToken);
            }
        }

        work.BeginTime();
        work.KnowsRuns = plan.Runs;
        if (plan.Runs && work.State.Runs is { } known && known.Writer == work.Head.Writer)
        {
            work.Running = known.Runs.Copy();
        }

        await ReadRunningAsync(work, plan, cancellationToken);
        return written;
    }

    private static void Ask(
        SqlBatch batch, List<Func<NpgsqlDataReader, Task>> reads, int site, LoadPlan plan, GroupWork work)
    {
        batch.Add(WriteSql.LockSite).With(site);
        Read(row => work.Head = new SiteHead(row.Int64(), row.Int64(), row.Int64(), row.Int64OrNull(), row.String()));
        if (plan.TaskUids.Count > 0)
        {
            batch.Add(WriteSql.ByUid).With(site).With(plan.TaskUids.Where(TaskUid.IsValid).ToArray());
            reads.Add(reader => TasksAsync(work, reader));
        }

        if (plan.Twins.Count > 0)
        {
            batch.Add(WriteSql.Twins).With(site).With(plan.Twins.ToArray());
            Read(row => work.Twins.Add(row.Guid()));
        }

        if (plan.Lanes.Count > 0)
        {
            batch.Add(WriteSql.BusyLanes).With(site).With(plan.Lanes.ToArray());
            Read(row => work.BusyLanes.Add(row.Guid()));
        }

        if (plan.EndedUids.Count > 0)
        {
            var oldest = work.Now.AddDays(-work.Settings.HistoryDays).ToMicroseconds();
            batch.Add(WriteSql.EndedUids).With(site).With(plan.EndedUids.Where(TaskUid.IsValid).ToArray()).With(oldest);
            Read(row => work.EndedUids.Add(row.String()));
        }

        if (plan.Runs)
        {
            batch.Add(WriteSql.Runs).With(site).With(work.State.Runs?.Writer ?? string.Empty);
            Read(row => work.Running.Add(ReadRun(row)));
        }

        if (plan.Due)
        {
            batch.Add(WriteSql.Due).With(site).With(work.Now.ToMicroseconds()).With(SweepCommand.PerRound);
            Read(row => work.Due.Add((row.Int64(), row.GuidOrNull())));
        }

        void Read(Action<RowReader> each) => reads.Add(reader => EachAsync(reader, each, CancellationToken.None));
    }

    // Runs whose time is over, and those of consumers that ask for work, are looked at in full.
    private static async Task ReadRunningAsync(GroupWork work, LoadPlan plan, CancellationToken cancellationToken)
    {
        if (!plan.Due)
        {
            return;
        }

        long[] ids = [.. work.Running.All.Where(run => run.Until < work.Now || plan.Pops.Exists(pop => Concerns(run, pop))).Select(run => run.Id)];
        if (ids.Length == 0)
        {
            return;
        }

        await using var batch = new SqlBatch(work.Connection);
        batch.Add(WriteSql.ById).With(work.SiteId).With(ids);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await TasksAsync(work, reader);
    }

    private static bool Concerns(RunRow run, PopRequest pop) =>
        run.ConsumerId == pop.ConsumerId && (run.LeaseSeconds is null || (pop.RequestId is not null && run.Request == pop.RequestId));

    private static async Task TasksAsync(GroupWork work, NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync())
        {
            var row = TaskColumns.Read(reader);
            work.Track(new TrackedTask { Before = row, Now = row });
        }
    }

    private static async Task EachAsync(NpgsqlDataReader reader, Action<RowReader> each, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            each(new RowReader(reader));
        }
    }

    private static RunRow ReadRun(RowReader row) => new()
    {
        Id = row.Int64(),
        TaskUid = row.String(),
        ConsumerId = row.Text(),
        Number = row.Int64(),
        Started = row.Time(),
        Until = row.Time(),
        LeaseSeconds = row.DoubleOrNull(),
        MaxSeconds = row.Int32(),
        CancelRequested = row.Bool(),
        Request = row.TextOrNull(),
        NameKey = row.GuidOrNull(),
        Place = row.TextOrNull(),
    };
}
