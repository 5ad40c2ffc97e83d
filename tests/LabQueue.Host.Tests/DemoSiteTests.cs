using LabQueue.Host.Demo;
using LabQueue.Host.Tests.Running;
using LabQueue.Storage.Sqlite;
using LabQueue.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Host.Tests;

/// <summary>A demo that was interrupted at any call of the store is completed by the next start.</summary>
public sealed class DemoSiteTests
{
    private const string Site = "senaite";
    private const string Password = "labqueue-demo";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_interrupted_demo_is_completed()
    {
        using var undisturbed = new Workplace();
        var (expected, calls) = await FillAsync(undisturbed, stumbleAt: null);
        calls.ShouldBeGreaterThan(20);

        for (var call = 1; call <= calls; call += 1 + (call / 8))
        {
            using var workplace = new Workplace();

            var (found, _) = await FillAsync(workplace, call);

            found.ShouldBe(expected, $"interrupted at call {call}");
        }
    }

    private static async Task<(string State, int Calls)> FillAsync(Workplace workplace, int? stumbleAt)
    {
        var time = new ManualTimeProvider();
        await using var store = await SqliteQueueStore.OpenAsync(
            new SqliteStoreOptions { Folder = workplace.Data }, time, NullLoggerFactory.Instance, cancellationToken: Token);
        await store.AddSiteAsync(Given.Site(trust: TrustMode.Roles), Given.Manager, Token);
        var first = Stumbling.Wrap(store, stumbleAt);
        if (stumbleAt is null)
        {
            await new DemoSite(first.Store, Site, time).FillAsync(Password, Token);
        }
        else
        {
            await Should.ThrowAsync<StumbleException>(() => new DemoSite(first.Store, Site, time).FillAsync(Password, Token));

            // The next start comes a while later.
            time.Advance(TimeSpan.FromSeconds(20));
            await store.SweepAsync(Token);
            await new DemoSite(store, Site, time).FillAsync(Password, Token);
        }

        return (await DescribeAsync(store), first.Calls);
    }

    private static async Task<string> DescribeAsync(SqliteQueueStore store)
    {
        var queue = store.Queue(Site);
        var stats = await queue.StatsAsync(Token);
        var begun = await queue.FindAsync(DemoTasks.Of(DemoFate.Begun)[0].Uid, Token);
        var running = await queue.ListAsync(new TaskQuery { Statuses = [QueueTaskStatus.Running] }, Token);
        var users = await store.AccountsAsync(Site, Token);
        return $"{stats.Queued} queued, {stats.Running} running, {stats.Failed} failed, {stats.Done} done, "
            + $"{begun?.Progress.Handled} begun, {users.Count} users, "
            + string.Join(' ', running.Tasks.Select(task => task.TaskUid[..4]).Order());
    }
}
