using LabQueue.TestKit;

namespace LabQueue.Engine.Tests;

public sealed class EventFeedTests
{
    private readonly EventFeed _feed = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watcher_hears_what_happens_from_now_on()
    {
        Publish(1);
        await using var watcher = _feed.WatchAsync(after: null, Token).GetAsyncEnumerator(Token);
        var next = watcher.MoveNextAsync();

        Publish(2, 3);

        (await next).ShouldBeTrue();
        watcher.Current.Number.ShouldBe(2);
        (await watcher.MoveNextAsync()).ShouldBeTrue();
        watcher.Current.Number.ShouldBe(3);
    }

    [Fact]
    public async Task A_watcher_whose_link_broke_goes_on_where_it_was()
    {
        Publish(1, 2, 3);
        await using var watcher = _feed.WatchAsync(after: 1, Token).GetAsyncEnumerator(Token);

        await watcher.MoveNextAsync();
        watcher.Current.Number.ShouldBe(2);
        await watcher.MoveNextAsync();
        Publish(4);
        await watcher.MoveNextAsync();
        watcher.Current.Number.ShouldBe(4);
    }

    [Fact]
    public async Task A_slow_watcher_loses_the_oldest_and_does_not_slow_the_queue()
    {
        await using var watcher = _feed.WatchAsync(after: null, Token).GetAsyncEnumerator(Token);
        var first = watcher.MoveNextAsync();
        Publish(0);
        await first;

        Publish([.. Enumerable.Range(1, 10_000)]);
        await watcher.MoveNextAsync();

        watcher.Current.Number.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task One_who_stops_watching_is_forgotten()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var watcher = _feed.WatchAsync(after: null, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = watcher.MoveNextAsync();
        _feed.Watchers.ShouldBe(1);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await next);
        await watcher.DisposeAsync();

        _feed.Watchers.ShouldBe(0);
    }

    private void Publish(params int[] numbers) => _feed.Publish(
        [.. numbers.Select(number => new QueueEvent(number, "added", Given.Uid("t1"), "task_a", "0", Given.Now))]);
}
