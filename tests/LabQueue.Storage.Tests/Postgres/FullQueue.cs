using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Postgres;

/// <summary>A database in which 20,000 tasks wait: a third for a consumer, a third for their lane, a third for their time.</summary>
public sealed class FullQueue : IAsyncLifetime
{
    private const int Waiting = 20_000;

    private TestDatabase? _database;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!PostgresSchema.IsWanted)
        {
            return;
        }

        _database = new TestDatabase();
        await using var store = await _database.OpenStoreAsync(new ManualTimeProvider(), CancellationToken.None);
        await store.AddSiteAsync(Given.Site(), Given.Manager, CancellationToken.None);
        await store.Queue("senaite").AddAsync([Given.NewTask()], Given.Clerk, CancellationToken.None);
        await _database.RunAsync($"""
            insert into task
            select copy.*
            from task
              cross join generate_series(1, {Waiting}) as n
              cross join lateral jsonb_populate_record(task, jsonb_build_object(
                'id', 1000 + n, 'uid', 'u' || n, 'due', task.due + n::bigint * 7919 % 100003, 'arrival', 1000 + n,
                'wait', 1 + n % 3, 'ready_at', task.ready_at + n,
                'twin_key', md5('twin' || n), 'name_key', md5('name' || n % 50), 'lane_key', md5('lane' || n / 3))) as copy;
            vacuum analyze task
            """, CancellationToken.None);
    }

    /// <summary>Runs statements in it, and reads the texts of the first column that they give.</summary>
    public Task<string> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(_database is null, PostgresSchema.Missing);
        return _database!.ReadAsync(sql, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;
}
