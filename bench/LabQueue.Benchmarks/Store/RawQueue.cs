using System.Diagnostics;
using Npgsql;

namespace LabQueue.Benchmarks.Store;

/// <summary>
/// What PostgreSQL alone does: a table, an index, and one statement that ends a batch and takes the next, with <c>skip locked</c>. No
/// rules, no order but by number, no history, no figures.
/// </summary>
/// <param name="connectionString">An empty database.</param>
internal sealed class RawQueue(string connectionString)
{
    private const string Schema = """
        create table raw_task (id bigint primary key, is_taken bool not null default false, payload text not null);
        create index raw_task_waiting on raw_task (id) where not is_taken;
        """;

    private const string Fill = """
        insert into raw_task (id, payload) select number, repeat('x', 600) from generate_series(1, @count) number
        """;

    private const string EndAndTake = """
        with ended as (delete from raw_task where id = any(@ended)),
        next as (select id from raw_task where not is_taken order by id limit @size for update skip locked)
        update raw_task task set is_taken = true from next where task.id = next.id returning task.id, task.payload
        """;

    /// <summary>Fills it and works it off.</summary>
    /// <param name="count">How many tasks.</param>
    /// <param name="connections">How many connections take them at once.</param>
    /// <param name="size">How many they take at a time.</param>
    /// <returns>Tasks per second.</returns>
    public async Task<double> WorkOffAsync(int count, int connections, int size)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Max Auto Prepare=10;Auto Prepare Min Usages=2");
        await using (var prepare = source.CreateCommand($"drop table if exists raw_task; {Schema} {Fill}"))
        {
            prepare.Parameters.AddWithValue("count", count);
            await prepare.ExecuteNonQueryAsync();
        }

        var started = Stopwatch.GetTimestamp();
        var taken = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => TakeAllAsync(source, size))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        return taken.Sum() == count
            ? count / elapsed.TotalSeconds
            : throw new InvalidDataException($"{count} rows were taken {taken.Sum()} times.");
    }

    private static async Task<int> TakeAllAsync(NpgsqlDataSource source, int size)
    {
        await using var connection = await source.OpenConnectionAsync();
        var (taken, held) = (0, new List<long>());
        do
        {
            await using var command = new NpgsqlCommand(EndAndTake, connection);
            command.Parameters.AddWithValue("ended", held.ToArray());
            command.Parameters.AddWithValue("size", size);
            held.Clear();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                held.Add(reader.GetInt64(0));
                _ = reader.GetString(1);
            }

            taken += held.Count;
        }
        while (held.Count > 0);

        return taken;
    }
}
