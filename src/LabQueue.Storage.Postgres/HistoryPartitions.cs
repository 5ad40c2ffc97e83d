using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>The months of the history: made when they begin, and dropped as a whole when nobody keeps them any more.</summary>
/// <param name="source">The connections.</param>
internal sealed class HistoryPartitions(NpgsqlDataSource source)
{
    private const string Prefix = "history_";
    private const string Format = "yyyyMM";

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

    /// <summary>Drops the months that ended before a time.</summary>
    public async Task DropAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var (name, start) in await ReadAsync(connection, cancellationToken))
        {
            if (start.AddMonths(1) > before)
            {
                continue;
            }

            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await RunAsync(connection, $"""
                update site_state
                set ends = ends - gone.count
                from (select site, count(*) as count from {name} group by site order by site) as gone
                where site_state.site = gone.site
                """, cancellationToken);
            await RunAsync(connection, $"drop table {name}", cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            _made.TryRemove(start, out _);
        }
    }

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
