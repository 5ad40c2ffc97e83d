using System.Text.Json;
using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Writes what a group came to, a statement for each kind of row.</summary>
internal static class GroupWriter
{
    /// <summary>How often a consumer that asks again and again is written down.</summary>
    public static readonly TimeSpan HeardEvery = TimeSpan.FromSeconds(5);

    /// <summary>What became of tasks: to be written before the best ones that may be claimed are looked for.</summary>
    public static void WriteTasks(SqlBatch batch, GroupWork work)
    {
        var site = work.SiteId;
        WriteRows.EndedAttempts.Write(batch, WriteRows.EndAttempts, site, work.EndedRuns);
        WriteRows.Outcomes.Write(batch, WriteRows.InsertOutcomes, site, work.Outcomes);
        Write(batch, WriteSql.DeleteRuns, site, [.. work.EndedRuns.Select(run => run.Task)]);
        Write(batch, WriteSql.RequestCancel, site, [.. work.CancelledRuns]);
        WriteRows.Ends.Write(batch, WriteRows.InsertEnds, site, work.Ends);
        long[] gone = [.. work.Tasks.Where(task => task.Now is null && task.Before is not null).Select(task => task.Before!.Id)];
        Write(batch, WriteSql.DeleteAttempts, site, gone);
        Write(batch, WriteSql.DeleteOutcomes, site, gone);
        Write(batch, WriteSql.DeleteTasks, site, gone);
        FindPlaces(work);
        var placed = work.Tasks.Where(task => task is { IsChanged: true, Now: not null }).ToLookup(task => task.Before is null);
        WriteRows.NewTasks.Write(batch, WriteRows.InsertTasks, site, [.. placed[true].Select(task => Place(task, work.Now))]);
        WriteRows.ChangedTasks.Write(batch, WriteRows.ChangeTasks, site, [.. placed[false].Select(task => Place(task, work.Now))]);
        Promote(batch, work);
        if (work.Lanes.Count > 0)
        {
            batch.Add(WriteSql.Elect).With(site).With(work.Lanes.ToArray());
        }

        if (work.Renewed.Count > 0)
        {
            batch.Add(WriteSql.Renew).With(site)
                .With(work.Renewed.Select(run => run.Id).ToArray())
                .With(work.Renewed.Select(run => run.Until.ToMicroseconds()).ToArray())
                .With(work.Renewed.Select(run => run.LeaseSeconds).ToArray());
        }
    }

    /// <summary>Who took which task.</summary>
    public static void WriteClaims(SqlBatch batch, GroupWork work, IReadOnlyList<Claim> claims)
    {
        WriteRows.ClaimedTasks.Write(batch, WriteRows.ClaimTasks, work.SiteId, claims);
        WriteRows.NewRuns.Write(batch, WriteRows.InsertRuns, work.SiteId, claims);
        WriteRows.NewAttempts.Write(batch, WriteRows.InsertAttempts, work.SiteId, claims);
    }

    /// <summary>All else, and the end of the group.</summary>
    /// <returns>False where there is nothing to keep.</returns>
    public static bool TryWriteRecords(SqlBatch batch, GroupWork work, Guid server, long group)
    {
        var site = work.SiteId;
        WriteRows.Audits.Write(batch, WriteRows.InsertAudits, site, work.Audits);
        WriteFigures(batch, work);
        WriteHeard(batch, work);
        if (work.Events.Count > 0)
        {
            batch.Add(WriteSql.InsertEvents).With(site).With(work.Events[^1].Number)
                .With(JsonSerializer.Serialize(work.Events, QueueJson.Options));
        }

        // Who found nothing leaves nothing behind, and costs no write to the disk.
        if (!work.IsChanged && batch.Count == 0)
        {
            batch.Add("rollback");
            return false;
        }

        var head = work.Head;
        batch.Add(WriteSql.SetState).With(site).With(head.Sequence).With(head.Version).With(head.Ends).With(head.RankedTo);
        batch.Add(WriteSql.SetWritten).With(site).With(server).With(group);
        batch.Add("commit");
        return true;
    }

    // A new task in a lane of which none runs or could is claimable at once, if it is the best of the new ones there.
    private static void FindPlaces(GroupWork work)
    {
        var lanes = work.Tasks
            .Where(task => task is { Before: null, Wait: WaitFor.Lane, Now: not null })
            .GroupBy(task => TextKey.OfLane(task.Now!.Task)!.Value)
            .Where(lane => !work.Lanes.Contains(lane.Key));
        foreach (var lane in lanes)
        {
            lane.MinBy(task => task.Now!.Key)!.Wait = WaitFor.Consumer;
        }
    }

    private static PlacedTask Place(TrackedTask tracked, DateTimeOffset now)
    {
        var task = tracked.Now!.Task;
        return new PlacedTask(
            tracked.Now,
            tracked.Wait,
            TaskLifecycle.ReadyAt(task).ToMicroseconds(),
            task.Status == QueueTaskStatus.Failed ? now.ToMicroseconds() : null);
    }

    private static void Promote(SqlBatch batch, GroupWork work)
    {
        var due = work.Due.Where(due => !work.ById.TryGetValue(due.Id, out var known) || !known.IsChanged).ToList();
        if (due.Count > 0)
        {
            batch.Add(WriteSql.Promote).With(work.SiteId).With(due.Select(task => task.Id).ToArray());
            work.Lanes.UnionWith(due.Select(task => task.Lane).OfType<Guid>());
        }
    }

    private static void WriteFigures(SqlBatch batch, GroupWork work)
    {
        NameStats[] names = [.. work.Figures.Names.Where(name => (name.Queued, name.Running, name.Failed, name.Done) != (0, 0, 0, 0))
            .OrderBy(name => name.Name, StringComparer.Ordinal)];
        if (names.Length > 0)
        {
            batch.Add(WriteSql.AddCounts).With(work.SiteId)
                .With(names.Select(name => TextKey.Of(name.Name)).ToArray())
                .With(names.Select(name => SafeText.Write(name.Name)).ToArray())
                .With(names.Select(name => name.Queued).ToArray())
                .With(names.Select(name => name.Running).ToArray())
                .With(names.Select(name => name.Failed).ToArray())
                .With(names.Select(name => name.Done).ToArray());
        }

        var minute = work.Figures.Minute;
        if ((minute.Added, minute.Started, minute.Done, minute.Failed) != (0, 0, 0, 0))
        {
            batch.Add(WriteSql.AddMinute).With(work.SiteId).With(minute.Minute.ToMicroseconds())
                .With(minute.Added).With(minute.Started).With(minute.Done).With(minute.Failed);
        }
    }

    // Who asks again and again need not be written down each time; within seconds is near enough for people.
    private static void WriteHeard(SqlBatch batch, GroupWork work)
    {
        var heard = work.Heard.Values
            .Where(pop => work.State.MustHear(pop, work.Now, HeardEvery))
            .ToList();
        if (heard.Count > 0)
        {
            batch.Add(WriteSql.HearConsumers).With(work.SiteId).With(work.Now.ToMicroseconds())
                .With(heard.Select(pop => TextKey.Of(pop.ConsumerId)).ToArray())
                .With(heard.Select(pop => SafeText.Write(pop.ConsumerId)).ToArray())
                .With(heard.Select(pop => pop.Lease is not null).ToArray())
                .With(heard.Select(pop => SafeText.WriteOrNull(pop.Version)).ToArray())
                .With(heard.Select(pop => ConsumerRules.NamesOf(pop) is { } names ? SafeText.Write(TaskColumns.WriteList(names)) : null).ToArray());
        }

        if (work.Beats.Count > 0)
        {
            batch.Add(WriteSql.HearBeats).With(work.SiteId).With(work.Now.ToMicroseconds())
                .With(work.Beats.Select(TextKey.Of).Order().ToArray());
        }
    }

    private static void Write(SqlBatch batch, string sql, int site, long[] ids)
    {
        if (ids.Length > 0)
        {
            batch.Add(sql).With(site).With(ids);
        }
    }
}
