using System.Collections.Concurrent;
using System.Globalization;
using LabQueue.Postgres;
using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>The months of the history: made when they begin, and dropped as a whole when nobody keeps them any more.</summary>
/// <param name="source">The connections.</param>
internal sealed class HistoryPartitions(NpgsqlDataSource source)
{
    private const string Prefix = "history_";
    private const string Format = "yyyyMM";
    private const int PatienceMs = 200;

    private const string Known = """
        select child.relname
        from pg_inherits
          join pg_class as child on child.oid = pg_inherits.inhrelid
        where pg_inherits.inhparent = 'history'::regclass
        """;

    private readonly ConcurrentDictionary<DateTimeOffset, bool> _made = new();

    /// <summary>Makes the month of a time, and the one after it, where they are not there.</summary>
    public async Task EnsureAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var month = new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero);
        if (_made.ContainsKey(month))
        {
            return;
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var start in (DateTimeOffset[])[month, month.AddMonths(1)])
        {
            var name = Name(start);
            var (from, to) = (start.ToMicroseconds(), start.AddMonths(1).ToMicroseconds());

            // Made beside the history and attached then, so that nobody who writes history has to wait.
            await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"""
                do $$
                begin
                  perform pg_advisory_xact_lock({PostgresMigrator.Lock});
                  if to_regclass('{name}') is null then
                    create table {name} (like history including defaults including constraints);
                    alter table history attach partition {name} for values from ({from}) to ({to});
                  end if;
                end $$
                """), cancellationToken);
        }

        _made[month] = true;
    }

    /// <summary>Drops the months that ended before a time. What somebody is just reading is left for the next time.</summary>
    public async Task DropAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var (name, start) in await ReadAsync(connection, cancellationToken))
        {
            if (start.AddMonths(1) > before)
            {
                continue;
            }

            try
            {
                await RunAsync(connection, Drop(name), cancellationToken);
                _made.TryRemove(start, out _);
            }
            catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                return;
            }
        }
    }

    // The sites first and the table then, as those who write history do. All of them wait while this waits, so it hardly does:
    // a long read of the history, such as a backup's, goes before.
    private static string Drop(string month) => string.Create(CultureInfo.InvariantCulture, $"""
        do $$
        begin
          set local lock_timeout = {PatienceMs};
          perform pg_advisory_xact_lock({PostgresMigrator.Lock});
          if to_regclass('{month}') is not null then
            perform from site_state where site in (select site from {month}) order by site for update;
            lock table history, {month} in access exclusive mode;
            update site_state
            set ends = ends - gone.count
            from (select site, count(*) as count from {month} group by site) as gone
            where site_state.site = gone.site;
            drop table {month};
          end if;
        end $$
        """);

    private static async Task<List<(string Name, DateTimeOffset Start)>> ReadAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var months = new List<(string, DateTimeOffset)>();
        await using var command = new NpgsqlCommand(Known, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(0);
            if (DateTimeOffset.TryParseExact(
                name[Prefix.Length..], Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start))
            {
                months.Add((name, start));
            }
        }

        return months;
    }

    private static string Name(DateTimeOffset month) => Prefix + month.ToString(Format, CultureInfo.InvariantCulture);

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
