using LabQueue.Engine;
using LabQueue.Storage.Postgres.Sites;
using Npgsql;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>Drops records that are kept no longer. Less urgent than a sweep.</summary>
internal sealed class TidyCommand() : WriteCommand<bool>(Turn.Sweep)
{
    private const int EventsKept = 100_000;

    private const string OldMinutes = "delete from minute where site = $1 and minute < $2";
    private const string OldServers = "delete from written where site = $1 and server not in (select id from server)";
    private const string OldEvents = "delete from event where site = $1 and number < $2";

    // What went well goes first where there are too many: failures and people's removals are looked for longer.
    private static readonly QueueTaskStatus[] Ends =
    [
        QueueTaskStatus.Done, QueueTaskStatus.Cancelled, QueueTaskStatus.Deleted, QueueTaskStatus.Failed,
    ];

    private static readonly TimeSpan MinutesKept = TimeSpan.FromDays(2);

    /// <inheritdoc/>
    public override async ValueTask RunAsync(GroupWork work, CancellationToken cancellationToken)
    {
        await using (var old = new SqlBatch(work.Connection))
        {
            old.Add(OldMinutes).With(work.SiteId).With((work.Now - MinutesKept).ToMicroseconds());
            old.Add(OldServers).With(work.SiteId);
            old.Add(OldEvents).With(work.SiteId).With(work.Head.Sequence - EventsKept);
            work.IsChanged |= await old.RunAsync(cancellationToken) > 0;
        }

        await DropConsumersAsync(work, cancellationToken);
        Result = false;
        foreach (var status in Ends)
        {
            var surplus = (int)Math.Clamp(work.Head.Ends - work.Settings.HistoryMax, 0, SweepCommand.PerRound);
            if (surplus > 0)
            {
                await using var drop = new NpgsqlCommand(WriteSql.DropEnds, work.Connection);
                drop.Parameters.Add(new NpgsqlParameter<int> { TypedValue = work.SiteId });
                drop.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)status });
                drop.Parameters.Add(new NpgsqlParameter<int> { TypedValue = surplus });
                var dropped = await drop.ExecuteNonQueryAsync(cancellationToken);
                work.Head = work.Head with { Ends = work.Head.Ends - dropped };
                work.IsChanged |= dropped > 0;
                Result |= dropped == SweepCommand.PerRound;
            }
        }
    }

    // What servers remember of one that was quiet is to be forgotten with it.
    private static async Task DropConsumersAsync(GroupWork work, CancellationToken cancellationToken)
    {
        await using var batch = new SqlBatch(work.Connection);
        batch.Add(SiteSql.DeleteConsumers).With(work.SiteId)
            .With((work.Now - ConsumerRules.Kept).ToMicroseconds())
            .With((work.Now - ConsumerRules.QuietKept).ToMicroseconds());
        await using var reader = await batch.ReadAsync(cancellationToken);
        var wasQuiet = false;
        while (await reader.ReadAsync(cancellationToken))
        {
            work.IsChanged = true;
            wasQuiet |= reader.GetInt16(0) != 0;
        }

        if (wasQuiet)
        {
            SiteChanges.NoteNew(work);
        }
    }
}
