using LabQueue.Client.Outbox;
using LabQueue.Client.Sqlite;
using LabQueue.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Client.Tests;

/// <summary>An outbox in a file, before the real server.</summary>
public sealed class OutboxTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("labqueue-outbox-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "outbox.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_kept_while_the_server_was_away_arrives_in_order_and_once()
    {
        await using var server = await RunningServer.StartAsync();
        var uids = new List<string>();
        using (var away = server.Connect(site: "elsewhere"))
        using (var store = SqliteOutboxStore.Open(File))
        using (var outbox = new QueueOutbox(away, store, server.Time))
        {
            for (var number = 0; number < 250; number++)
            {
                uids.AddRange(await outbox.AddAsync([Task(number)], Given.Clerk, Token));
            }

            (await outbox.SendAsync(Token)).Trouble.ShouldBeOfType<QueueClientException>();
            (await outbox.FiguresAsync(Token)).ShouldBe(new OutboxFigures(250, Given.Now, 0));
        }

        using var again = SqliteOutboxStore.Open(File);
        using var sender = new QueueOutbox(server.Client, again, server.Time);
        (await sender.SendAsync(Token)).ShouldBe(new OutboxRound(250, 0, Trouble: null));
        (await sender.SendAsync(Token)).Sent.ShouldBe(0);

        var queued = (await server.Queue.ListAsync(new TaskQuery(), Token)).Tasks;
        queued.OrderBy(task => task.Arrival).Select(task => task.TaskUid).ShouldBe(uids);
        (await sender.FiguresAsync(Token)).ShouldBe(new OutboxFigures(0, null, 0));
    }

    [Fact]
    public async Task A_task_that_was_done_already_is_not_added_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var store = SqliteOutboxStore.Open(File);
        using var outbox = new QueueOutbox(server.Client, store, server.Time);
        var task = outbox.Prepare(Task(1), Given.Clerk);
        await store.KeepAsync([task], Token);
        await outbox.SendAsync(Token);
        await server.Client.PopAsync(Given.Pop(), Token);
        await server.Client.ReportAsync(new TaskReport(ReportKind.Done, task.TaskUid), Token);

        // As after a crash between the server's answer and the removal.
        await store.KeepAsync([task], Token);
        await outbox.SendAsync(Token);

        (await server.Queue.StatsAsync(Token)).Queued.ShouldBe(0);
        (await outbox.FiguresAsync(Token)).Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task What_the_server_refuses_is_put_aside_with_its_reason_and_blocks_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        using var store = SqliteOutboxStore.Open(File);
        using var outbox = new QueueOutbox(server.Client, store, server.Time);
        var uids = await outbox.AddAsync([Task(1), Task(2) with { ContextUid = "no uid" }, Task(3)], Given.Clerk, Token);

        var round = await outbox.SendAsync(Token);

        round.ShouldBe(new OutboxRound(2, 1, Trouble: null));
        var refused = (await outbox.RefusedAsync(10, Token)).ShouldHaveSingleItem();
        refused.Task.TaskUid.ShouldBe(uids[1]);
        refused.Reason.ShouldContain("context_uid");
        (await server.Queue.StatsAsync(Token)).Queued.ShouldBe(2);
        (await outbox.FiguresAsync(Token)).ShouldBe(new OutboxFigures(0, null, 1));
    }

    [Fact]
    public async Task A_refused_task_is_sent_again_or_dropped_as_a_person_decides()
    {
        await using var server = await RunningServer.StartAsync();
        using var store = SqliteOutboxStore.Open(File);
        using var outbox = new QueueOutbox(server.Client, store, server.Time);
        var uids = await outbox.AddAsync([Task(1), Task(2)], Given.Clerk, Token);
        foreach (var task in await store.NextAsync(2, Token))
        {
            await store.RefuseAsync(task, "Forbidden", Given.Now, Token);
        }

        (await outbox.ResendAsync(uids[0], Token)).ShouldBeTrue();
        (await outbox.ForgetAsync(uids[1], Token)).ShouldBeTrue();
        (await outbox.ForgetAsync(uids[1], Token)).ShouldBeFalse();
        await outbox.SendAsync(Token);

        (await server.Queue.FindAsync(uids[0], Token)).ShouldNotBeNull();
        (await outbox.FiguresAsync(Token)).ShouldBe(new OutboxFigures(0, null, 0));
    }

    [Fact]
    public async Task A_wrong_key_refuses_no_task()
    {
        await using var server = await RunningServer.StartAsync();
        using var stranger = server.Connect(key: FernetToken.NewKey());
        using var store = SqliteOutboxStore.Open(File);
        using var outbox = new QueueOutbox(stranger, store, server.Time);
        await outbox.AddAsync([Task(1)], Given.Clerk, Token);

        var round = await outbox.SendAsync(Token);

        round.Trouble.ShouldNotBeNull();
        outbox.Trouble.ShouldBeSameAs(round.Trouble);
        (await outbox.FiguresAsync(Token)).ShouldBe(new OutboxFigures(1, Given.Now, 0));
    }

    [Fact]
    public async Task Each_task_arrives_in_the_name_of_who_asked()
    {
        await using var server = await RunningServer.StartAsync();
        using var store = SqliteOutboxStore.Open(File);
        using var outbox = new QueueOutbox(server.Client, store, server.Time);
        await outbox.AddAsync([Task(1)], Given.Clerk, Token);
        await outbox.AddAsync([Task(2)], Given.Manager, Token);

        (await outbox.SendAsync(Token)).Sent.ShouldBe(2);

        var queued = (await server.Queue.ListAsync(new TaskQuery(), Token)).Tasks;
        queued.Select(task => task.Username).ShouldBe([Given.Clerk.Username, Given.Manager.Username], ignoreOrder: true);
    }

    [Fact]
    public async Task A_store_that_failed_is_tried_again()
    {
        await using var server = await RunningServer.StartAsync();
        var store = SqliteOutboxStore.Open(File);
        using var outbox = new QueueOutbox(server.Client, store, server.Time);
        store.Dispose();

        await Should.ThrowAsync<ObjectDisposedException>(() => outbox.SendAsync(Token));
        await Should.ThrowAsync<ObjectDisposedException>(() => outbox.SendAsync(Token));
    }

    [Fact]
    public async Task Many_adds_at_once_are_all_kept_each_list_in_its_order()
    {
        await using var server = await RunningServer.StartAsync();
        IReadOnlyList<string>[] lists;
        using (var store = SqliteOutboxStore.Open(File))
        using (var outbox = new QueueOutbox(server.Client, store, server.Time))
        {
            lists = await System.Threading.Tasks.Task.WhenAll(Enumerable.Range(0, 100).Select(
                number => outbox.AddAsync([Task(number), Task(number)], Given.Clerk, Token)));
            (await outbox.FiguresAsync(Token)).Waiting.ShouldBe(200);
        }

        using var again = SqliteOutboxStore.Open(File);
        var kept = (await again.NextAsync(1_000, Token)).Select(task => task.TaskUid).ToList();

        kept.ShouldBe(lists.SelectMany(list => list), ignoreOrder: true);
        lists.ShouldAllBe(list => kept.IndexOf(list[0]) + 1 == kept.IndexOf(list[1]));
    }

    [Fact]
    public async Task An_add_that_nobody_waits_for_disturbs_no_other()
    {
        await using var server = await RunningServer.StartAsync();
        using var store = SqliteOutboxStore.Open(File);
        using var outbox = new QueueOutbox(server.Client, store, server.Time);

        await Should.ThrowAsync<OperationCanceledException>(
            () => outbox.AddAsync([Task(1)], Given.Clerk, new CancellationToken(canceled: true)));
        var uids = await outbox.AddAsync([Task(2)], Given.Clerk, Token);

        (await store.NextAsync(10, Token)).ShouldHaveSingleItem().TaskUid.ShouldBe(uids[0]);
    }

    [Fact]
    public void A_second_process_is_told_that_the_file_is_taken()
    {
        using var first = SqliteOutboxStore.Open(File);

        Should.Throw<OutboxException>(() => SqliteOutboxStore.Open(File)).Message
            .ShouldBe($"The outbox {File} cannot be opened: another process has it, and one at a time may");
    }

    [Fact]
    public async Task A_host_sends_what_is_kept_as_soon_as_it_is_kept()
    {
        await using var server = await RunningServer.StartAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(server.Time);
        services
            .AddLabQueueClient(options =>
                (options.BaseAddress, options.AuthKey, options.Username) = (server.Address, server.Key, "lab_clerk"))
            .AddSqliteOutbox(File);
        await using var provider = services.BuildServiceProvider();
        var relay = provider.GetRequiredService<IHostedService>();
        await relay.StartAsync(Token);
        await using var events = server.Queue.WatchAsync(after: 0, Token).GetAsyncEnumerator(Token);

        var uids = await provider.GetRequiredService<QueueOutbox>().AddAsync([Task(1)], Given.Clerk, Token);

        (await events.MoveNextAsync()).ShouldBeTrue();
        (events.Current.Kind, events.Current.TaskUid).ShouldBe(("added", uids[0]));
        await relay.StopAsync(Token);
    }

    private static NewTask Task(int number) => Given.NewTask($"t{number:000}") with
    {
        TaskUid = null,
        ContextUid = Given.Uid($"c{number:000}"),
    };
}
