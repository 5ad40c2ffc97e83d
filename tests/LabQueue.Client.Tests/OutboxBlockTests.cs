using System.Collections.Concurrent;
using System.Text.Json;
using LabQueue.Client.Outbox;
using LabQueue.Client.Sqlite;
using LabQueue.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Client.Tests;

/// <summary>An outbox before a server that fails at one task each time.</summary>
public sealed class OutboxBlockTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("labqueue-outbox-");
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _arrived = new();
    private readonly WebApplication _server;
    private readonly QueueClient _client;
    private readonly SqliteOutboxStore _store;
    private readonly QueueOutbox _outbox;
    private volatile string? _poison;
    private int _failures;

    public OutboxBlockTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.Run(AnswerAsync);
        _server.Start();
        _client = new QueueClient(new QueueClientOptions
        {
            BaseAddress = new Uri($"{_server.Urls.First()}/senaite"),
            AuthKey = FernetToken.NewKey(),
            Username = Given.Clerk.Username,
        });
        _store = SqliteOutboxStore.Open(Path.Combine(_folder.FullName, "outbox.db"));
        _outbox = new QueueOutbox(_client, _store, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _outbox.Dispose();
        _store.Dispose();
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_task_at_which_a_server_fails_is_named_and_those_before_it_arrive()
    {
        var uids = await AddAsync(3, poisoned: 1);

        var round = await _outbox.SendAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(30));
        await _outbox.SendAsync(Token);

        round.Sent.ShouldBe(1);
        round.Trouble.ShouldNotBeNull().Message.ShouldBe("out of order");
        _outbox.Block.ShouldBe(new OutboxBlock(uids[1], "out of order", Given.Now));
        _arrived.ShouldBe([uids[0]]);
        (await _outbox.FiguresAsync(Token)).Waiting.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_is_mended_gets_the_rest_in_order()
    {
        var uids = await AddAsync(3, poisoned: 1);
        await _outbox.SendAsync(Token);

        _poison = null;
        var round = await _outbox.SendAsync(Token);

        round.ShouldBe(new OutboxRound(2, 0, Trouble: null));
        _arrived.ShouldBe(uids);
        _outbox.Block.ShouldBeNull();
    }

    [Fact]
    public async Task A_person_puts_the_task_aside_and_the_others_go_on()
    {
        var uids = await AddAsync(3, poisoned: 1);
        await _outbox.SendAsync(Token);

        (await _outbox.PutAsideAsync(uids[2], "not the first", Token)).ShouldBeFalse();
        (await _outbox.PutAsideAsync(uids[1], "given up", Token)).ShouldBeTrue();
        (await _outbox.SendAsync(Token)).Sent.ShouldBe(1);

        _arrived.ShouldBe([uids[0], uids[2]]);
        var refused = (await _outbox.RefusedAsync(10, Token)).ShouldHaveSingleItem();
        (refused.Task.TaskUid, refused.Reason).ShouldBe((uids[1], "given up"));
    }

    [Fact]
    public async Task The_log_names_the_task_once()
    {
        var uids = await AddAsync(2, poisoned: 0);
        var lines = new LogLines();
        using var relay = new OutboxRelay(_outbox, lines);

        await relay.StartAsync(Token);
        while (Volatile.Read(ref _failures) < 6)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }

        await relay.StopAsync(Token);
        lines.Written.ShouldHaveSingleItem().ShouldBe($"Warning: Tasks wait in the outbox, {uids[0]} first: out of order");
    }

    private async Task<IReadOnlyList<string>> AddAsync(int count, int poisoned)
    {
        var uids = await _outbox.AddAsync(
            [.. Enumerable.Range(0, count).Select(_ => Given.NewTask() with { TaskUid = null })], Given.Clerk, Token);
        _poison = uids[poisoned];
        return uids;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        string[] uids = [.. body.RootElement.EnumerateArray().Select(task => task.GetProperty("task_uid").GetString()!)];
        if (uids.Contains(_poison))
        {
            Interlocked.Increment(ref _failures);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsJsonAsync(new { success = false, message = "out of order" });
            return;
        }

        foreach (var uid in uids)
        {
            _arrived.Enqueue(uid);
        }

        await context.Response.WriteAsJsonAsync(new { success = true, items = uids.Select(_ => new { added = true }) });
    }

    private sealed class LogLines : ILogger<OutboxRelay>
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
