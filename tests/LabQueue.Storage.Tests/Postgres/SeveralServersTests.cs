using LabQueue.Engine;
using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Postgres;

/// <summary>What is done through one server is seen through the others, without a look at the clock.</summary>
public sealed class SeveralServersTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly TestDatabase _database = new();
    private IQueueStore _here = null!;
    private IQueueStore _there = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IQueue Here => _here.Queue("senaite");

    private IQueue There => _there.Queue("senaite");

    public async ValueTask InitializeAsync()
    {
        _here = await _database.OpenStoreAsync(_clock, Token);
        await _here.AddSiteAsync(Given.Site(), Given.Manager, Token);
        _there = await _database.OpenStoreAsync(_clock, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Who_watches_on_one_server_hears_in_order_what_is_done_through_both()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var events = There.WatchAsync(after: 0, stop.Token).GetAsyncEnumerator(stop.Token);
        for (var i = 0; i < 20; i++)
        {
            await (i % 2 == 0 ? Here : There).AddAsync([Given.NewTask($"t{i}")], Given.Clerk, Token);
        }

        var told = new List<QueueEvent>();
        while (told.Count < 20 && await events.MoveNextAsync())
        {
            told.Add(events.Current);
        }

        told.Select(happened => happened.TaskUid).ShouldBe(Enumerable.Range(0, 20).Select(i => Given.Uid($"t{i}")));
        told.Select(happened => happened.Number).ShouldBeInOrder(SortDirection.Ascending);
        await stop.CancelAsync();
    }

    [Fact]
    public async Task Who_waits_for_work_on_one_server_gets_what_is_added_through_the_other()
    {
        var pop = There.PopAsync(Given.LeasedPop() with { Wait = TimeSpan.FromSeconds(20) }, Token);

        await Here.AddAsync([Given.NewTask()], Given.Clerk, Token);

        (await pop).Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task Settings_and_users_that_one_server_changes_count_on_the_other()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var events = There.WatchAsync(after: 0, stop.Token).GetAsyncEnumerator(stop.Token);

        await _here.PutAccountAsync("senaite", new Account("ab", "hash", [], Disabled: false), Given.Manager, Token);
        await Here.ChangeSettingsAsync(
            new Dictionary<string, JsonText>(StringComparer.Ordinal) { ["max_retries"] = new("7") }, Given.Manager, Token);

        // A task that is added there counts by them at once, even where nobody was told yet.
        var added = await There.AddAsync([Given.NewTask()], Given.Clerk, Token);
        added[0].Task.Retries.ShouldBe(7);
        (await _there.FindAccountAsync("senaite", "ab", Token)).ShouldNotBeNull();
        (await events.MoveNextAsync()).ShouldBeTrue();
        events.Current.Kind.ShouldBe("settings");
        await stop.CancelAsync();
    }

    [Fact]
    public async Task A_consumer_that_one_server_makes_quiet_is_given_nothing_by_the_other_until_it_is_to_go_on()
    {
        await There.PopAsync(Given.LeasedPop(), Token);
        (await Here.SetConsumerAsync("consumer-1", ConsumerMode.Quiet, Given.Manager, Token)).ShouldBe(ChangeOutcome.Changed);
        await Here.AddAsync([Given.NewTask()], Given.Clerk, Token);
        (await There.PopAsync(Given.LeasedPop(), Token)).Tasks.ShouldBeEmpty();
        var pop = There.PopAsync(Given.LeasedPop() with { Wait = TimeSpan.FromSeconds(20) }, Token);

        await Here.SetConsumerAsync("consumer-1", ConsumerMode.Active, Given.Manager, Token);

        (await pop).Tasks.ShouldHaveSingleItem().TaskUid.ShouldBe(Given.Uid("t1"));
    }

    [Fact]
    public async Task A_report_to_another_server_is_answered_as_the_first_time()
    {
        await Here.AddAsync([Given.NewTask()], Given.Clerk, Token);
        var claim = (await There.PopAsync(Given.LeasedPop(), Token)).Tasks.Single();
        var report = new TaskReport(ReportKind.Done, claim.TaskUid) { Fence = claim.Fence };

        (await Here.ReportAsync(report, Token)).Outcome.ShouldBe(ReportOutcome.Accepted);
        (await There.ReportAsync(report, Token)).Outcome.ShouldBe(ReportOutcome.Accepted);
    }

    [Fact]
    public async Task A_server_that_starts_beside_another_leaves_the_leases_as_they_are()
    {
        await Here.AddAsync([Given.NewTask()], Given.Clerk, Token);
        await Here.PopAsync(Given.LeasedPop(seconds: 15), Token);
        _clock.Advance(TimeSpan.FromSeconds(16));
        await _here.SweepAsync(Token);

        await using var third = await _database.OpenStoreAsync(_clock, Token);
        var task = await third.Queue("senaite").FindAsync(Given.Uid("t1"), Token);

        task.ShouldNotBeNull().Status.ShouldBe(QueueTaskStatus.Queued);
        task.Orphaned.ShouldBe(1);
    }
}
