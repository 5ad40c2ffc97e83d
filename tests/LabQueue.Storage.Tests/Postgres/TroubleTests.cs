using LabQueue.Engine;
using LabQueue.TestKit;
using Npgsql;

namespace LabQueue.Storage.Tests.Postgres;

/// <summary>A database that breaks off, or keeps others waiting: clients see none of it.</summary>
public sealed class TroubleTests : IAsyncLifetime
{
    private const int Tasks = 60;
    private const int TasksBetweenEnds = 10;

    private readonly TestDatabase _database = new();
    private IQueueStore _store = null!;
    private int _ended;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IQueue Queue => _store.Queue("senaite");

    public async ValueTask InitializeAsync()
    {
        _store = await _database.OpenStoreAsync(TimeProvider.System, Token);
        await _store.AddSiteAsync(Given.Site(trust: TrustMode.Roles), Given.Manager, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task P1_No_error_reaches_clients_while_all_sessions_are_ended_again_and_again()
    {
        await Task.WhenAll(AddAsync("a"), AddAsync("b"), WorkAsync("consumer-1"), WorkAsync("consumer-2"));

        _ended.ShouldBeGreaterThan(0);
        var stats = await Queue.StatsAsync(Token);
        (stats.Queued, stats.Running, stats.Failed, stats.Done).ShouldBe((0, 0, 0, 2 * Tasks));
        var history = await Queue.HistoryAsync(new HistoryQuery { Limit = 1_000 }, Token);
        history.Entries.Select(entry => entry.Task.TaskUid).ShouldBeUnique();
        history.Entries.ShouldAllBe(entry => entry.Task.Attempts == 1);
    }

    [Fact]
    public async Task P6_A_call_waits_while_somebody_has_locked_the_table_and_then_goes_well()
    {
        await using var blocker = new NpgsqlConnection(_database.ConnectionString + ";Pooling=false");
        await blocker.OpenAsync(Token);
        await using var transaction = await blocker.BeginTransactionAsync(Token);
        await using (var @lock = new NpgsqlCommand("lock table task in access exclusive mode", blocker))
        {
            await @lock.ExecuteNonQueryAsync(Token);
        }

        var add = Queue.AddAsync([Given.NewTask()], Given.Clerk, Token);
        await _database.WaitUntilAsync("select exists (select from pg_locks where not granted and relation = 'task'::regclass)", Token);
        add.IsCompleted.ShouldBeFalse();
        await transaction.RollbackAsync(Token);

        (await add).ShouldHaveSingleItem().Added.ShouldBeTrue();
    }

    [Fact]
    public async Task A_consumer_that_waits_is_not_given_what_was_undone()
    {
        var pop = Queue.PopAsync(Given.LeasedPop() with { Wait = TimeSpan.FromSeconds(20) }, Token);
        await _database.WaitUntilAsync("select exists (select from consumer)", Token);
        await _database.RunAsync("alter table attempt rename to attempt_away", Token);

        await Should.ThrowAsync<QueueStoreException>(() => Queue.AddAsync([Given.NewTask("t1")], Given.Clerk, Token));
        await _database.RunAsync("alter table attempt_away rename to attempt", Token);
        await Queue.HeartbeatAsync(new Heartbeat("consumer-2", []), Token);
        pop.IsCompleted.ShouldBeFalse();
        await Queue.AddAsync([Given.NewTask("t2")], Given.Clerk, Token);

        (await pop).Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t2"));
    }

    [Fact]
    public async Task Calls_that_one_bad_call_goes_with_go_well()
    {
        await _database.RunAsync("alter table task add constraint short check (length(name) < 12)", Token);

        var adds = Enumerable.Range(0, 20)
            .Select(i => Queue.AddAsync([Given.NewTask($"t{i}", i == 7 ? "task_with_long_name" : "task_short")], Given.Clerk, Token))
            .ToArray();

        await Should.ThrowAsync<QueueStoreException>(() => adds[7]);
        foreach (var add in adds.Where((_, i) => i != 7))
        {
            (await add).ShouldHaveSingleItem().Added.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_month_of_the_history_that_somebody_reads_is_dropped_later_and_nobody_waits()
    {
        var clock = new ManualTimeProvider();
        await using var store = await _database.OpenStoreAsync(clock, Token);
        var queue = store.Queue("senaite");
        await queue.AddAsync([Given.NewTask("t1"), Given.NewTask("t2")], Given.Clerk, Token);
        var claim = (await queue.PopAsync(Given.LeasedPop(), Token)).Tasks.Single();
        await queue.ReportAsync(new TaskReport(ReportKind.Done, claim.TaskUid) { Fence = claim.Fence }, Token);
        const string month = "select to_regclass('history_202311') is not null";
        await using var reader = new NpgsqlConnection(_database.ConnectionString + ";Pooling=false");
        await reader.OpenAsync(Token);
        await using var transaction = await reader.BeginTransactionAsync(Token);
        await using (var read = new NpgsqlCommand("select count(*) from history", reader))
        {
            (await read.ExecuteScalarAsync(Token)).ShouldBe(1L);
        }

        clock.Advance(TimeSpan.FromDays(800));
        await store.SweepAsync(Token);
        (await _database.ReadAsync(month, Token)).ShouldBe("t");
        await transaction.RollbackAsync(Token);
        clock.Advance(TimeSpan.FromMinutes(1));
        await store.SweepAsync(Token);

        (await _database.ReadAsync(month, Token)).ShouldBe("f");
        (await _database.ReadAsync("select ends::text from site_state", Token)).ShouldBe("0");
    }

    private async Task AddAsync(string prefix)
    {
        for (var i = 0; i < Tasks; i++)
        {
            var end = i % TasksBetweenEnds == 0 ? EndSessionsAsync() : Task.CompletedTask;
            var wish = Given.NewTask($"{prefix}{i}", place: $"{prefix}{i}");
            (await Queue.AddAsync([wish], Given.Clerk, Token)).ShouldHaveSingleItem().Added.ShouldBeTrue();
            await end;
        }
    }

    private async Task WorkAsync(string consumer)
    {
        IReadOnlyList<TaskReport> reports = [];
        while (reports.Count > 0 || (await Queue.StatsAsync(Token)).Done < 2 * Tasks)
        {
            var request = Given.LeasedPop(consumer, seconds: 300, count: 5) with { Reports = reports };
            var result = await Queue.PopAsync(request, Token);
            result.Reported.ShouldAllBe(answer => answer.Outcome == ReportOutcome.Accepted);
            reports = [.. result.Tasks.Select(task => new TaskReport(ReportKind.Done, task.TaskUid) { Fence = task.Fence })];
        }
    }

    // Of this test's store alone: others use the cluster at the same time.
    private async Task EndSessionsAsync()
    {
        var ended = await _database.ReadAsync(
            $"select pg_terminate_backend(pid)::text from pg_stat_activity where application_name = '{_database.Application}'", Token);
        Interlocked.Add(ref _ended, ended.Split('\n').Length);
    }
}
