using LabQueue.Client.Outbox;
using LabQueue.Client.Pool;
using LabQueue.Client.Sqlite;
using LabQueue.TestKit;

namespace LabQueue.Client.Tests;

/// <summary>A pool that knows what waits in the outbox beside it.</summary>
public sealed class OutboxPoolTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("labqueue-outbox-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "outbox.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_kept_while_the_server_is_away_is_queued()
    {
        await using var server = await RunningServer.StartAsync();
        await server.StopAsync();
        using var store = SqliteOutboxStore.Open(File);
        using var outbox = new QueueOutbox(server.Client, store, server.Time);
        var pool = new QueuePool(server.Client, server.Time, outbox);

        var uids = await outbox.AddAsync([Task("o1", "o2")], Given.Clerk, Token);

        (await pool.IsQueuedAsync(Given.Uid("c1"), Token)).ShouldBeTrue();
        (await pool.IsQueuedAsync(Given.Uid("o2"), Token)).ShouldBeTrue();
        var task = pool.TasksOf(Given.Uid("o1")).ShouldHaveSingleItem();
        (task.TaskUid, task.Name, task.Username).ShouldBe((uids[0], "task_action_receive", Given.Clerk.Username));
        pool.TasksOf(Given.Uid("o3")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_is_queued_all_the_way_from_the_outbox_to_its_end()
    {
        await using var server = await RunningServer.StartAsync();
        using var store = SqliteOutboxStore.Open(File);
        using var outbox = new QueueOutbox(server.Client, store, server.Time);
        var pool = new QueuePool(server.Client, server.Time, outbox);
        using var ending = new CancellationTokenSource();
        var following = pool.RunAsync(ending.Token);
        (await pool.IsQueuedAsync(Given.Uid("o1"), Token)).ShouldBeFalse();

        var uids = await outbox.AddAsync([Task("o1")], Given.Clerk, Token);
        (await pool.IsQueuedAsync(Given.Uid("o1"), Token)).ShouldBeTrue();
        await outbox.SendAsync(Token);
        (await pool.IsQueuedAsync(Given.Uid("o1"), Token)).ShouldBeTrue();
        await UntilAsync(() => pool.State.Tasks == 1);
        pool.TasksOf(Given.Uid("o1")).ShouldHaveSingleItem().TaskUid.ShouldBe(uids[0]);
        await server.Client.PopAsync(Given.Pop(), Token);
        await server.Client.ReportAsync(new TaskReport(ReportKind.Done, uids[0]), Token);

        await UntilAsync(() => pool.TasksOf(Given.Uid("o1")).Count == 0);
        (await pool.IsQueuedAsync(Given.Uid("o1"), Token)).ShouldBeFalse();
        await ending.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => following);
    }

    [Fact]
    public async Task What_was_kept_past_the_outbox_is_known_after_its_first_round()
    {
        await using var server = await RunningServer.StartAsync();
        await server.StopAsync();
        using var store = SqliteOutboxStore.Open(File);
        using var outbox = new QueueOutbox(server.Client, store, server.Time);
        var pool = new QueuePool(server.Client, server.Time, outbox);
        await store.KeepAsync([outbox.Prepare(Task("o1"), Given.Clerk), outbox.Prepare(Task("o2"), Given.Clerk)], Token);

        await outbox.SendAsync(Token);

        (await pool.IsQueuedAsync(Given.Uid("o1"), Token)).ShouldBeTrue();
        (await pool.IsQueuedAsync(Given.Uid("o2"), Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_hidden_or_was_refused_is_not_queued()
    {
        await using var server = await RunningServer.StartAsync();
        using var store = SqliteOutboxStore.Open(File);
        using var outbox = new QueueOutbox(server.Client, store, server.Time);
        var pool = new QueuePool(server.Client, server.Time, outbox);
        await outbox.AddAsync([Task("o1") with { ContextUid = "no uid" }, Task("o2") with { Ghost = true }], Given.Clerk, Token);
        pool.TasksOf(Given.Uid("o1")).Count.ShouldBe(1);

        (await outbox.SendAsync(Token)).ShouldBe(new OutboxRound(1, 1, Trouble: null));

        pool.TasksOf(Given.Uid("o1")).ShouldBeEmpty();
        pool.TasksOf(Given.Uid("o2")).ShouldBeEmpty();
    }

    private static NewTask Task(params string[] objects) =>
        Given.NewTask() with { TaskUid = null, ContextUid = Given.Uid("c1"), Uids = Given.Uids(objects) };

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        while (!isTrue())
        {
            await System.Threading.Tasks.Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }
}
