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
